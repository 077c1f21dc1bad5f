d = {'a': 1, 'b': 2}
e = {'a': 1, 'b': 2}
y = d == e
y = d == e
y = d == e
y = d == e
