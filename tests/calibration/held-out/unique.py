x = [3, 1, 3, 2, 1, 5, 3]
seen = {}
out = []
for a in x:
    if a not in seen:
        seen[a] = True
        out.append(a)
print out, x.count(3), x.index(2)
