d = {'a': 1, 'b': 2, 'c': 3}
for k, v in d.iteritems(): pass
for v in d.itervalues(): pass
for k, v in d.iteritems(): pass
for v in d.itervalues(): pass
for k, v in d.iteritems(): pass
for v in d.itervalues(): pass
