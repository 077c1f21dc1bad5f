import sys
a = []
b = a
print sys.getrefcount(a)
c = [a, a]
print sys.getrefcount(a), len(c)
del c
print sys.getrefcount(a)
