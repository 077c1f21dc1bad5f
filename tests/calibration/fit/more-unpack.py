a, b, c = 1, 2, 3
a, b = b, a
[d, e] = [4, 5]
f, g = "xy"
for h, (i, j) in [(1, (2, 3)), (4, (5, 6))]:
    a += h * i - j
print a, b, c, d, e, f, g
