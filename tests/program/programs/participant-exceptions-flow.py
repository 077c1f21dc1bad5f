def check(x):
    try:
        if x == 0:
            raise ValueError('zero', x)
        if x == 1:
            raise KeyError, 'one'
        if x == 2:
            return 'two'
        1 / (x - 3)
        print 'no error',
    except (ValueError, KeyError), e:
        print type(e).__name__, e, e.args,
        return 'caught'
    except ZeroDivisionError as e:
        print 'div', e,
    else:
        print 'else',
    finally:
        print 'finally',
    return 'end'
for i in range(5):
    print check(i)
try:
    try:
        {}['a']
    finally:
        print 'inner'
except LookupError, e:
    print 'outer', repr(e)
try:
    raise
except TypeError, e:
    print e
