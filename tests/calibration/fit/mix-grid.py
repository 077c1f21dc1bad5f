def product(a, b):
    n = len(a)
    c = []
    for i in range(n):
        row = []
        for j in range(n):
            t = 0
            for k in range(n):
                t += a[i][k] * b[k][j]
            row.append(t)
        c.append(row)
    return c

print product([[1, 2], [3, 4]], [[0, 1], [1, 0]])
g = [[0] * 4 for i in range(3)]
for i in range(3):
    for j in range(4):
        g[i][j] = i ^ j
print g
