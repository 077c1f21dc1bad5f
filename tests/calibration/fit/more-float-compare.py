n = 0
for v in [0.5, 1, 2.0, -3, 1e5]:
    if v < 1.5:
        n += 1
    if v == 2:
        n += 10
    if 0 <= v:
        n += 100
print n, max([0.5, 2, 1.5]), min(3, 2.5)
