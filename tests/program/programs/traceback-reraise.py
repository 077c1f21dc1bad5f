def inner():
    raise RuntimeError('deep')
def outer():
    try:
        inner()
    except RuntimeError, e:
        print 'logging', e
        raise
outer()
