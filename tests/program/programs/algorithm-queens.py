def place(n, columns):
    if len(columns) == n:
        return [columns]
    found = []
    row = len(columns)
    for column in range(n):
        for r, c in enumerate(columns):
            if c == column or abs(c - column) == row - r:
                break
        else:
            found.extend(place(n, columns + [column]))
    return found

for n in range(1, 7):
    print n, len(place(n, []))
for column in place(6, [])[0]:
    print '.' * column + 'Q' + '.' * (5 - column)
