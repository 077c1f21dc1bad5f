a = [1, 2, 3]
b = a
c = a[:]
b.append(4)
print a, c
print a is b, a is c, a == b, a == c
x = 256
y = 255 + 1
print x is y
x += 1000
y += 1000
print x is y, x == y
print id(a) == id(b)
