x = [1, 2, 3]
def f(a):
    return a
y = map(f, x)
y = map(f, x)
y = map(f, x)
y = map(f, x)
y = map(f, x)
y = map(f, x)
y = map(f, x)
y = map(f, x)
y = map(f, x)
