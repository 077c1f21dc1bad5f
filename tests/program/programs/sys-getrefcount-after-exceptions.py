import sys
x = [1]
def f(a):
    raise ValueError(a)
try:
    f(x)
except ValueError, e:
    print sys.getrefcount(x)
    print sys.getrefcount(e)
e = None
print sys.getrefcount(x)
def g(a):
    try:
        a[5]
    except IndexError:
        return sys.getrefcount(a)
print g(x), sys.getrefcount(x)
try:
    x + 5
except TypeError:
    pass
print sys.getrefcount(x)
