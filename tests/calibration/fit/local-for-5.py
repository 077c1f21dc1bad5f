def f(n):
    s = 0
    for i in xrange(n):
        if i & 1:
            s = s + i
    return s
f(5)
