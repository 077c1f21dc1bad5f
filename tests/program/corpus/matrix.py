n = 3
a = [[i * n + j for j in range(n)] for i in range(n)]
b = [[0] * n for i in range(n)]
for i in range(n):
    for j in range(n):
        b[i][j] += sum([a[i][k] * a[k][j] for k in range(n)])
print b
