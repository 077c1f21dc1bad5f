def attempt(template, values):
    try:
        print template % values
    except TypeError, e:
        print 'TypeError:', e
    except ValueError, e:
        print 'ValueError:', e
    except KeyError, e:
        print 'KeyError:', e
    except OverflowError, e:
        print 'OverflowError:', e

attempt('%s %s', 'a')
attempt('%s', ('a', 'b'))
attempt('none', 1)
attempt('%d', 'a')
attempt('%q', 1)
attempt('%', 1)
attempt('%(a)s', {'b': 1})
attempt('%(a)s', 1)
attempt('%c', 'ab')
attempt('%c', 256)
attempt('%f', 'a')
attempt('%x', 1.5)
