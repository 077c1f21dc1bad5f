x = [1, 2, 3]
for a in reversed(x): pass
for a in reversed(x): pass
for a in reversed(x): pass
for a in reversed(x): pass
