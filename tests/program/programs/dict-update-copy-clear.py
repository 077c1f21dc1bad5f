d = {'a': 1, 'b': 2}
e = d.copy()
e['a'] = 100
print d, e, d == e
d.update(e)
print d, d == e, d is e
d.update({'c': 3})
d.update([('d', 4), ('e', 5)])
d.update(f=6, g=7)
print d
d.clear()
print d, e, len(d), d == {}
print {}.fromkeys(['p', 'q']), {}.fromkeys('ab', 0)
