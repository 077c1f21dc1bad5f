def f():
    try:
        {}['k']
    except KeyError:
        raise ValueError('while handling')
try:
    f()
finally:
    print 'cleanup'
