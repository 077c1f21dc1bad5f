x = [[0] * 8 for i in range(8)]
for i in range(8):
    for j in range(8):
        x[i][j] = i * j
