def path(n, a, b):
    if n == 0:
        return 0
    return path(n - 1, b, a) + 1 + path(n - 1, a, b)

def show(n, a, b, c, moves):
    if n > 0:
        show(n - 1, a, c, b, moves)
        moves.append((a, c))
        show(n - 1, b, a, c, moves)

print path(4, 0, 1)
m = []
show(3, "x", "y", "z", m)
print m
