d = {'a': 1, 'b': 2, 'c': 3}
for k, v in d.items(): pass
for k in d.iterkeys(): pass
for k, v in d.items(): pass
for k in d.iterkeys(): pass
for k, v in d.items(): pass
for k in d.iterkeys(): pass
for k, v in d.items(): pass
for k in d.iterkeys(): pass
for k, v in d.items(): pass
for k in d.iterkeys(): pass
