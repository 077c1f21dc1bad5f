d = {'a': 1}
e = {'a': 2, 'b': 3}
d.update(e)
d.update(e)
d.update(e)
d.update(e)
