x = [5, 2, 9, 1, 7, 3, 8, 6, 4, 0]
n = len(x)
for i in range(n):
    for j in range(n - 1 - i):
        if x[j] > x[j + 1]:
            x[j], x[j + 1] = x[j + 1], x[j]
print x
