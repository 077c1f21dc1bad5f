table = []
for i in range(4):
    row = []
    for j in range(5):
        if i == j:
            continue
        if j > 3:
            break
        row.append(i * 10 + j)
    else:
        row.append(-1)
    table.append(row)
for row in table:
    print row, sum(row), max(row)
print [[c * 2 for c in r if c % 2] for r in table], [a + b for a in (1, 2) for b in (10, 20)]
