d = {}
for w in ['banana', 'apple', 'cherry', 'date', 'elderberry', 'fig', 'grape']:
    d[w] = len(w)
print d
print d.keys(), d.values()
for i in range(10):
    d[i] = i
print d
for w in ['apple', 'fig', 3]:
    del d[w]
d['apple'] = 0
print d, d.items()
print {3: 1, 1: 2, 2: 3}, {10: 1, -1: 2, 1.5: 3, None: 4, (1, 2): 5, 'z': 6}
print sorted({'b': 1, 'a': 2}), list({1: 2}), tuple({1: 2}), [k for k in {'x': 1}]
