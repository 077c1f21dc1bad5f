row = [1]
for line in range(9):
    print row
    row = [1] + [row[i] + row[i + 1] for i in range(len(row) - 1)] + [1]
