def f(n):
    x = []
    for i in xrange(n):
        x.append(i)
    return x
f(50)
