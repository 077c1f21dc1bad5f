a, b = 1, 2
a, b = b, a
(c, d) = (3, 4)
[e, f] = [5, 6]
print a, b, c, d, e, f
