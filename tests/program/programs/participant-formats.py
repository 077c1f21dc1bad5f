print '%d %5d|%-5d|%05d|%+d' % (42, 42, 42, 42, 42)
print '%f %.2f %8.3f|%-8.1f|%e %g %g' % (3.14159, 3.14159, 3.14159, 3.14159, 12345.678, 0.0001, 1e10)
print '%s %r %10s|%-10s|%.2s' % ('abc', 'abc', 'abc', 'abc', 'abc')
print '%x %X %o %#x %c %c %%' % (255, 255, 8, 255, 65, 'z')
print '%(name)s is %(age)d' % {'name': 'Ann', 'age': 30}
print '{} {} {}'.format(1, 'a', [2]), '{0} {1} {0}'.format('x', 'y'), '{a}-{b}'.format(a=1, b=2)
print '{:5d}|{:<5}|{:>5}|{:^5}|{:05d}|{:.3f}|{:,}'.format(42, 'a', 'b', 'c', 42, 3.14159, 1234567)
try:
    print '%d' % 'x'
except TypeError, e:
    print e
try:
    print '%s %s' % 'x'
except TypeError, e:
    print e
try:
    print '%s' % (1, 2)
except TypeError, e:
    print e
print str(1.0), repr(0.1), 1e100, 1e16, 123456789.123, 1/3.0, float('inf'), -0.0
