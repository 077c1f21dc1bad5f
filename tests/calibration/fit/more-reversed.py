x = [1, 2, 3]
for v in reversed(x):
    print v
print list(reversed("abc")), list(reversed((4, 5)))
for i in reversed(range(3)):
    print i
for i in reversed(xrange(4)):
    print i,
print
