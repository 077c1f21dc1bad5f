seen = []
for n in [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3]:
    if n not in seen:
        seen.append(n)
print seen
seen.sort()
seen.reverse()
print seen[:3], seen[-3:]
del seen[1:4]
print seen
