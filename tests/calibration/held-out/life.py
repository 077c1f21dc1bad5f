cells = [(1, 0), (1, 1), (1, 2)]
for turn in range(2):
    counts = {}
    for r, c in cells:
        for dr in (-1, 0, 1):
            for dc in (-1, 0, 1):
                if dr or dc:
                    k = (r + dr, c + dc)
                    counts[k] = counts.get(k, 0) + 1
    cells = [k for k in counts if counts[k] == 3 or (counts[k] == 2 and k in cells)]
    cells.sort()
    print cells
