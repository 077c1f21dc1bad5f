board = [["X", "O", "X"], [" ", "X", "O"], ["O", " ", "X"]]

def show(b):
    for row in b:
        print "|".join(row)

def winner(b):
    lines = [r for r in b]
    for k in range(3):
        lines.append([b[0][k], b[1][k], b[2][k]])
    lines.append([b[k][k] for k in range(3)])
    lines.append([b[k][2 - k] for k in range(3)])
    for line in lines:
        if line[0] != " " and line[0] == line[1] == line[2]:
            return line[0]
    return None

show(board)
print "winner:", winner(board)
