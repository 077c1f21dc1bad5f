x = [[0] * 3 for i in range(3)]
for i in range(3):
    for j in range(3):
        x[i][j] = i * j
