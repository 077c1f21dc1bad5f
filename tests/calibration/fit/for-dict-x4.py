x = {1: 2, 'b': 3, 4: 4}
for i in x: pass
for i in x: pass
for i in x: pass
for i in x: pass
