a = 5
b = 5
print id(a) == id(b), a is b, id([]) == id(None)
x = [300, 300]
print x[0] is x[1], hash(3), hash("a") == hash("a"), hash((1, 2)) == hash((1, 2))
y = x
y[0] = 1
print x, id(x) == id(y)
