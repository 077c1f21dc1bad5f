for w in 0, 3, 6, 9:
    print repr('abc'.ljust(w)), repr('abc'.rjust(w)), repr('abc'.center(w)), repr('42'.zfill(w))
print 'ab'.center(7, '*'), 'abc'.center(6, '-'), 'x'.ljust(4, '.'), 'x'.rjust(4, '.')
print '-42'.zfill(6), '+7'.zfill(4), ''.zfill(2), 'abc'.zfill(5)
try:
    'a'.center(5, 'xy')
except TypeError, e:
    print e
