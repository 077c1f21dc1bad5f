import sys
x = []
y = x
z = [x, x]
print sys.getrefcount(x)
del y
z.pop()
print sys.getrefcount(x)
