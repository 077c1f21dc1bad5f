t = 1, 2, 3
print t, len(t), t[0], t[1:], t + (4,), t * 2, (1,), (), tuple('ab'), tuple([1, [2]])
print t.index(2), t.count(3), 2 in t, t == (1, 2, 3), hash(t) == hash((1, 2, 3))
a, b = b, a = 1, 2
print a, b
try:
    t[0] = 5
except TypeError, e:
    print e
try:
    del t[0]
except TypeError, e:
    print e
n = ([1], 2)
n[0].append(5)
print n
try:
    n[0] += [6]
except TypeError, e:
    print e
print n
d = {(0, 0): 'origin', (1, 0): 'east'}
for x, y in sorted(d):
    print x, y, d[x, y],
try:
    hash(n)
except TypeError, e:
    print e
