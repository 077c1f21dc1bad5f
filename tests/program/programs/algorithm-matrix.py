def multiply(a, b):
    return [[sum([a[i][k] * b[k][j] for k in range(len(b))]) for j in range(len(b[0]))] for i in range(len(a))]

def transpose(m):
    return [[row[i] for row in m] for i in range(len(m[0]))]

def identity(n):
    return [[int(i == j) for j in range(n)] for i in range(n)]

a = [[1, 2], [3, 4]]
b = [[5, 6, 7], [8, 9, 10]]
print multiply(a, b), transpose(b), identity(3)
m = identity(2)
for i in range(5):
    m = multiply(m, [[1, 1], [1, 0]])
    print m
