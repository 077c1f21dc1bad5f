a = 'spam' * 40
print a
print a
print a
print a
