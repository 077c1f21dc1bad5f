n = 5
grid = [[0] * n for i in range(n)]
r, c, dr, dc = 0, 0, 0, 1
for k in range(1, n * n + 1):
    grid[r][c] = k
    if not (0 <= r + dr < n and 0 <= c + dc < n and grid[r + dr][c + dc] == 0):
        dr, dc = dc, -dr
    r += dr
    c += dc
for row in grid:
    print " ".join([str(v).rjust(2) for v in row])
