def g(a):
    return a
def f(a):
    return g(g(a))
f(3)
f(3)
f(3)
f(3)
f(3)
f(3)
f(3)
