def f(a, b, c):
    return a
f(1, c=3, b=2)
f(1, c=3, b=2)
f(1, c=3, b=2)
f(1, c=3, b=2)
