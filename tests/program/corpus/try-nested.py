def f(kind):
    try:
        try:
            if kind: raise KeyError(kind)
            raise ValueError
        except KeyError, e:
            return e
        finally:
            print 'inner'
    except ValueError:
        try:
            return 'value'
        finally:
            print 'outer'

print f(1), f(0)
