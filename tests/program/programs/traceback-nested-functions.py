def a(n):
    return b(n - 1)


def b(n):
    if n == 0:
        return c([])
    return a(n)


def c(x):
    return x[3]

print 'start'
a(4)
