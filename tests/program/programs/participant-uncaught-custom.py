def f():
    try:
        g()
    finally:
        print 'clean up'
def g():
    raise RuntimeError('went wrong: %d' % 5)
f()
