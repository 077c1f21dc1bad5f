d = {'a': 1, 'b': 2}
d['c'] = 1
del d['c']
d['c'] = 1
del d['c']
d['c'] = 1
del d['c']
d['c'] = 1
del d['c']
d['c'] = 1
del d['c']
d['c'] = 1
del d['c']
d['c'] = 1
del d['c']
d['c'] = 1
del d['c']
d['c'] = 1
del d['c']
