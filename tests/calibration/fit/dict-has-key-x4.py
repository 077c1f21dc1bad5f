d = {'a': 1}
y = d.has_key('a')
y = d.has_key('a')
y = d.has_key('a')
y = d.has_key('a')
