# Watch 256 being shared, while each 257 that is computed takes a slot of its own.
a = 255 + 1
b = 250 + 6
print a is b
c = a + 1
d = b + 1
print c == d, c is d
