a = 1
b = 2
c = 3
d = 4
a, = [9]
a, b = b, a
a, b, c = c, a, b
a, b, c, d = d, c, b, a
print a, b, c, d
[a] = [b]
[a, b] = [b, a]
print a, b
