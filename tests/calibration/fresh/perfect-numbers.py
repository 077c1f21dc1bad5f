for n in xrange(2, 200):
    s = 1
    for d in xrange(2, n // 2 + 1):
        if n % d == 0:
            s += d
    if s == n:
        print n, "is perfect"
