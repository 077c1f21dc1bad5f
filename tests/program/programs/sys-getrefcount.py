import sys
x = []
print sys.getrefcount(x)
y = x
print sys.getrefcount(x)
z = [x, x, {'k': x}, (x,)]
print sys.getrefcount(x)
del y
print sys.getrefcount(x)
z.pop()
del z[0]
print sys.getrefcount(x)
z = None
print sys.getrefcount(x)
def f(a):
    return sys.getrefcount(a)
print f(x)
def g(a):
    b = a
    return f(a), sys.getrefcount(b)
print g(x)
print sys.getrefcount([]), sys.getrefcount(1000 * 1000), sys.getrefcount(2.5 * 3)
