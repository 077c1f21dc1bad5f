rows = [[0] * 3] * 3
rows[0][1] = 5
print rows, rows[0] is rows[1]
rows = [[0] * 3 for i in range(3)]
rows[0][1] = 5
print rows, rows[0] is rows[1]
a = [1, 2]
b = a
c = a[:]
b += [3]
c += [4]
a = a + [5]
print a, b, c
def add(item, to=[]):
    to.append(item)
    return to
print add(1), add(2), add(3, []), add(4)
print add.func_defaults
