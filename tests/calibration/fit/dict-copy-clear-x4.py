d = {'a': 1, 'b': 2}
e = d.copy()
e.clear()
e = d.copy()
e.clear()
e = d.copy()
e.clear()
e = d.copy()
e.clear()
