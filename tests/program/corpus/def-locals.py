def f(a):
    b = a
    for c in range(2):
        d = c
    try:
        e = 1
    except ValueError, g:
        pass
    import sys as h
    [i for i in range(2)]
    def j(): pass
    return a, b, c, d, e, i

print f(1)
