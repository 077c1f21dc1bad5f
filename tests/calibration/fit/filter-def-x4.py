x = [1, 2, 3]
def f(a):
    return a > 1
y = filter(f, x)
y = filter(f, x)
y = filter(f, x)
y = filter(f, x)
