print '{0} {1}'.format('a', 'b'), '{} {}'.format(1, 2), '{0}{0}'.format('x'), '{a}-{b}'.format(a=1, b='q')
print '{0:5d}|{0:<5d}|{0:^5d}|{0:05d}'.format(42), '{0:.2f}'.format(3.14159), '{0:>6s}|{0:<6s}|'.format('ab')
print '{0[1]} {1[k]}'.format([1, 2], {'k': 'v'}), '{0!r} {0!s}'.format('q'), '{{}}'.format(), '{0:x} {0:b}'.format(10)
try:
    '{0} {1}'.format('a')
except IndexError, e:
    print e
try:
    '{x}'.format()
except KeyError, e:
    print e
