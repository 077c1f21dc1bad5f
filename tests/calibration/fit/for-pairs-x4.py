x = [(1, 2), (3, 4), (5, 6)]
for a, b in x: pass
for a, b in x: pass
for a, b in x: pass
for a, b in x: pass
