def f(a):
    return a
f(2)
f(2)
f(2)
f(2)
f(2)
