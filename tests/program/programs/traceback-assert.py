def check(n):
    assert n > 0, 'n must be positive, not %d' % n
check(1)
check(-5)
