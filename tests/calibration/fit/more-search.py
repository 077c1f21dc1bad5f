def where(x, v):
    i = 0
    while i < len(x):
        if x[i] == v:
            return i
        i = i + 1
    return -1
data = [9, 4, 7, 1, 8]
for v in (7, 8, 3):
    print where(data, v), v in data
found = False
for d in data:
    if d == 1:
        found = True
        break
print found
