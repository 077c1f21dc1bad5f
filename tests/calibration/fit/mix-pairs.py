pairs = [(3, "c"), (1, "b"), (2, "z"), (1, "a"), (3, "a"), (2, "b")]
pairs.sort()
print pairs
best = pairs[0]
for p in pairs:
    if p > best:
        best = p
print best, (1, 2) < (1, 3), (1, 2) == (1, 2)
