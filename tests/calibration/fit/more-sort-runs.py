up = range(25)
down = range(25, 0, -1)
both = [1, 2, 3, 4, 9, 8, 7, 6, 5]
for x in (up, down, both, up + down):
    y = x[:]
    y.sort()
    z = sorted(y)
print z[:5], y[-1]
