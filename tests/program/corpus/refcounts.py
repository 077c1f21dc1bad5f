import sys
x = range(1000)
y = x
print sys.getrefcount(x) - 1, sys.getrefcount(x[300]) - 1
del y
print sys.getrefcount(x) - 1, sys.getsizeof(x) > 0
