a = [1, 2]
b = a
c = a[:]
b.append(3)
print a, b, c, a is b, a is c, a == b
grid = [[0] * 3] * 2
grid[0][1] = 5
print grid
rows = [[0] * 3 for i in range(2)]
rows[0][1] = 5
print rows
def add(item, to=[]):
    to.append(item)
    return to
print add(1), add(2), add(3, [])
