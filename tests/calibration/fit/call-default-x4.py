def f(a, b=2):
    return b
f(1)
f(1)
f(1)
f(1)
