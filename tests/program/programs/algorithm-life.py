def step(cells):
    counts = {}
    for x, y in cells:
        for dx in -1, 0, 1:
            for dy in -1, 0, 1:
                if dx or dy:
                    key = x + dx, y + dy
                    counts[key] = counts.get(key, 0) + 1
    return dict([(k, 1) for k, n in counts.items() if n == 3 or n == 2 and k in cells])

cells = {(0, 1): 1, (1, 1): 1, (2, 1): 1}
for i in range(4):
    print sorted(cells)
    cells = step(cells)
glider = dict.fromkeys([(1, 0), (2, 1), (0, 2), (1, 2), (2, 2)], 1)
for i in range(4):
    glider = step(glider)
print sorted(glider)
