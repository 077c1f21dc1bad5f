x = [1, 2, 3]
for i, a in enumerate(x): pass
for i, a in enumerate(x): pass
for i, a in enumerate(x): pass
for i, a in enumerate(x): pass
