x = range(3000)
y = x[:]
z = x[100:2500]
w = [None] * 2000
v = [0] * 3000
u = ["a", "b", 70000] * 500
del x[::2]
a = x[:]
b = x + z
b *= 2
del y
x.extend(z)
x += a
del z
x[10:900] = a
del x[5:2000]
x.insert(3, "c")
t = y = [i for i in xrange(1500)]
t[::3] = v[:500]
del t[1::3]
print len(a), len(b), len(u), len(t), a[-1], b[-1], x[3], y[-1]
del v, w, u
c = range(2000)
d = c[:]
c.append(1)
del d
del c
e = [range(5)] * 1000
f = e[:]
del e
