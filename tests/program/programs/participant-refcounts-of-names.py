import sys
x = []
print sys.getrefcount(x)
y = x
print sys.getrefcount(x)
z = [x, x, x]
print sys.getrefcount(x)
d = {'k': x}
print sys.getrefcount(x), sys.getrefcount(d), sys.getrefcount(z)
del y
z.pop()
print sys.getrefcount(x)
del z, d
print sys.getrefcount(x)
def f(a):
    return sys.getrefcount(a)
print f(x), f([]), f(x)
t = (x, x)
u = t
print sys.getrefcount(x), sys.getrefcount(t)
x.append(x)
print sys.getrefcount(x), x
