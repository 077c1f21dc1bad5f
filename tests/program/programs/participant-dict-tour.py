d = {'a': 1, 'b': 2}
d['c'] = 3
d.update({'d': 4}, e=5)
print d, len(d), d.get('z'), d.get('z', 0), d.pop('a'), d.setdefault('b', 9), d.setdefault('q', 9)
print sorted(d.items()), sorted(d.keys()), sorted(d.values())
for k, v in sorted(d.iteritems()):
    print k, v,
print
e = d.copy()
e.clear()
print e, d == {'b': 2}, dict([(1, 2), (3, 4)]), dict(zip('ab', [1, 2])), dict(x=1)
print dict.fromkeys([1, 2]), {1: 'a', 1.0: 'b', True: 'c'}, {(1, 2): 3}[1, 2]
try:
    {[]: 1}
except TypeError, x:
    print x
try:
    for k in d:
        del d[k]
except RuntimeError, x:
    print x
try:
    d.pop('nope')
except KeyError, x:
    print x
print {}.popitem.__name__, {1: {2: {3: 4}}}[1][2][3]
d = {}
d['self'] = d
print d
