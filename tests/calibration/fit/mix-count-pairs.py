seen = {}
for i in range(4):
    for j in range(5):
        key = (i * j % 3, i + j)
        seen[key] = seen.get(key, 0) + 1
for key in sorted(seen.keys()):
    print key, seen[key]
print (0, 0) in seen, (9, 9) in seen
