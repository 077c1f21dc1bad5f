a = [1, 2, [3, 4]]
b = a
c = a[:]
d = list(a)
c[0] = 9
b[1] = 8
d[2].append(5)
print a, b, c, d
print a is b, a is c, a == b
