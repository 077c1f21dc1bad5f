grid = {}
for r in range(4):
    for c in range(3):
        grid[(r, c)] = r * c
n = 0
for r in range(5):
    for c in range(4):
        if (r, c) in grid:
            n += grid[(r, c)]
        n += grid.get((r, c), -1)
print n
