a = [1, 2, 3]
i = id(a)
del a
b = [4, 5, 6]
print id(b) == i
x = 12345
i = id(x + 1)
print id(x + 1) == i
def f():
    x = []
    return id(x)
print f() == f()
s = 'abc' * 10
t = 'abc' * 10
print s == t, s is t, intern(s) is intern(t)
d = {}
i = id(d)
d = None
e = {}
print id(e) == i
