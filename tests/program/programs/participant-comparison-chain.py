print 1 < 'a', 'a' < [], [] < (), {} < [], None < 0, (1, 2) < (1, 3), [1, 2] == [1.0, 2.0]
print cmp(1, 2), cmp('b', 'a'), cmp([1], [1]), cmp((1, 2), (1,)), cmp(None, 1), cmp({}, {1: 2})
print 1 in [1.0], 'a' in 'abc', '' in 'abc', 'ac' in 'abc', (1,) in [(1,)], None in [None], 2 not in {1: 2}
print max(1, 2.5, 'a'), min([3, 1, 2]), max('abc', key=ord), min((1, 'x'), (1, 'a')), max([1, 2], [1, 3])
a = [1]
a.append(a)
print a == a, a is a[1], a
print True + True, True == 1, True is 1, not True, sum([True, False, True])
try:
    max([])
except ValueError, e:
    print e
try:
    'a' in 5
except TypeError, e:
    print e
try:
    5 in 'abc'
except TypeError, e:
    print e
