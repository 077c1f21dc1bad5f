d = {}
d['a'] = 1
d['b'] = 2
d[3] = 'three'
d[4.5] = None
d[(1, 2)] = 'tuple'
print len(d), d['a'], d[3], d[4.5], d[1, 2]
d['a'] += 10
print d['a'], 'a' in d, 'z' in d, 3 in d, 3.0 in d, d.has_key('b'), d.has_key('q')
del d['a']
print 'a' in d, len(d)
d[1] = 'int'
d[1.0] = 'float'
d[True] = 'bool'
print d[1], len(d)
try:
    d['a']
except KeyError, e:
    print 'KeyError:', e
try:
    del d['zz']
except KeyError, e:
    print 'KeyError:', e
