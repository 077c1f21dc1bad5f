# Ints in slots all over the place: shared, dropped, freed and made again, one by one.
x = []
for i in xrange(6000): x.append(i)
del x[::2]
for i in xrange(3000): x.append(i)
y = x
z = x[:]
y[5] = 7
del z
w = x[::3]
del x[1::3]
v = x + w
del w
x.extend(v)
del v[5:100]
del x
for i in xrange(4000): v.append(i + 1000)
del v[1000:3000:7]
del v
