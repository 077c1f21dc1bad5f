x = [1, 'a', 2.5]
print x
print x
