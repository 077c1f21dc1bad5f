def f(n):
    try:
        assert n, 'n is %r' % (n,)
        assert n > 1
        assert n > 2, ('a', 'tuple')
    except AssertionError, e:
        return 'failed', e, e.args
    return 'passed'

for n in range(4):
    print f(n)
