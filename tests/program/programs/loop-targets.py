x = [0, 0]
for x[0] in range(3):
    print x,
print
d = {}
for d['k'] in 'ab':
    print d,
print
for a, b in [(1, 2), [3, 4], 'xy']:
    print a, b,
print
for i in 5, 'a', None:
    print i,
print i
for (a, (b, c)) in [(1, (2, 3))]:
    print a, b, c
try:
    for i in 5:
        pass
except TypeError, e:
    print e
try:
    for a, b in [1]:
        pass
except TypeError, e:
    print e
