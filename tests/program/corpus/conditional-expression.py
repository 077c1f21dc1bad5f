x = 5
print 'big' if x > 3 else 'small'
y = 1 if x else 2 if not x else 3
print y, (x if x else 0) + 1
z = [a if a % 2 else -a for a in range(4)]
print z
