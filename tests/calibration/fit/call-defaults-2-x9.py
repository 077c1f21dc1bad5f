def f(a=1, b=2):
    return b
f()
f()
f()
f()
f()
f()
f()
f()
f()
