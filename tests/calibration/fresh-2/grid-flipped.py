grid = [[r * 10 + c for c in range(6)] for r in range(4)]
flipped = [[row[i] for row in grid] for i in range(6)]
for row in flipped:
    print row
print zip(*[[1, 2, 3], [4, 5, 6]]) if False else zip([1, 2, 3], [4, 5, 6])
