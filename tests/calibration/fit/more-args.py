def f0():
    return 0
def f1(a):
    return a
def f2(a, b):
    return b
def f3(a, b, c):
    return c
def f4(a, b, c, d):
    return d
def f5(a, b, c, d, e):
    return e
for i in range(3):
    f0(), f1(i), f2(i, i), f3(i, 1, i), f4(i, 1, 2, i), f5(i, 1, 2, 3, i)
print f5(1, 2, 3, 4, f4(1, 2, 3, f3(4, 5, 6)))
