x = range(6)
print [i for i in x], [i * 2 for i in x if i % 2], [i for i in x if i if i > 2]
print [(i, j) for i in range(2) for j in range(i + 1)]
print [[j for j in range(i)] for i in range(3)]
print [a + b for a, b in [(1, 2), (3, 4)]], [k for k in 1, 2, 3], i, j
