def f(n):
    try:
        try:
            if n == 0:
                raise KeyError('k')
            if n == 1:
                raise IndexError('i')
            return 'none'
        except KeyError, e:
            print 'inner', e
            raise ValueError('from inner')
        finally:
            print 'finally', n
    except ValueError, e:
        print 'outer', e
        return 'value'
    except IndexError, e:
        print 'outer index', e
        return 'index'

for n in range(3):
    print f(n)
