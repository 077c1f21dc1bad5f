def f(x):
    try:
        y = 10 / x
    except ZeroDivisionError:
        return 'zero'
    except TypeError, e:
        print e
    else:
        print 'fine'
    finally:
        print 'finally', x
    return 'end'

print f(1), f(0), f('a')
