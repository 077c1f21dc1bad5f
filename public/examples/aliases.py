# Watch both names show the same list, and the copy stay as it was.
a = [1, 2, 3]
b = a
copy = a[:]
b.append(4)
print a, copy, a is b, a is copy
rows = [[0] * 3] * 2
rows[0][1] = 7
print rows
