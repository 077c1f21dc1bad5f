def f(a):
    b = a
    c = b
    d = c
    return d
f(3)
f(3)
f(3)
f(3)
f(3)
f(3)
f(3)
