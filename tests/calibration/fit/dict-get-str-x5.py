d = {'a': 1, 'b': 2}
y = d['b']
y = d['b']
y = d['b']
y = d['b']
y = d['b']
