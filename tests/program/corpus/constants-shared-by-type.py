a = 1
b = 1L
c = 1.0
d = '1'
e = 1
f = 1.0
g = 'one'
h = 'one'
print a, b, c, d, e, f, g, h
