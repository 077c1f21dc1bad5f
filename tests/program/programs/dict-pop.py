d = {'a': 1, 'b': 2, 'c': 3}
print d.pop('a'), d.pop('z', 'none'), d
try:
    d.pop('z')
except KeyError, e:
    print 'KeyError:', e
print d.popitem(), d.popitem(), d
try:
    d.popitem()
except KeyError, e:
    print 'KeyError:', e
try:
    d.pop('q')
except KeyError, e:
    print 'KeyError:', e
