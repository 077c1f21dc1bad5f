a = 1
b = 2
x = range(10)
d = {1: 2, 3: 4}
del a
del b, d[1]
del x[0], x[-1]
del (x[1], [x[1], x[1]])
print x, d
del x[:1]
del x[2:]
del x[0:1]
print x
x = range(10)
del x[::2]
del x[3:0:-2]
print x
del x[:]
print x
