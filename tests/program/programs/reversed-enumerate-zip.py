print list(reversed([1, 2, 3])), list(reversed('abc')), list(reversed((1, 2))), list(reversed(xrange(4)))
for i, c in enumerate(['a', 'b']):
    print i, c,
print
print list(enumerate('xy', 5)), zip([1, 2], 'ab'), zip([1, 2, 3], 'ab', (4, 5)), zip(), zip([1]), zip([], [1])
for a, b in zip(range(3), range(3, 6)):
    print a * b,
print
try:
    reversed(5)
except TypeError, e:
    print e
try:
    reversed({})
except TypeError, e:
    print e
try:
    enumerate(5)
except TypeError, e:
    print e
try:
    zip(5)
except TypeError, e:
    print e
