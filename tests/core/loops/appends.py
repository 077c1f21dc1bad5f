def doubled(x):
    return [v * 2 + 1 for v in x]

def kept(x):
    out = []
    for v in x:
        out.append(v)
    return out

def numbers(n):
    out = []
    for i in xrange(n):
        out.append(i)
    return out

x = []
for i in xrange(6000):
    x.append(i)
y = kept(x)
z = doubled(x)
w = [v for v in x if v > 700]
n = []
for i in xrange(3000):
    n.append(None)
for i in xrange(2000):
    n.append(70000)
for i in xrange(9000, 3000, -2):
    n.append(i)
s = 0
for v in x:
    s += v
    n.append(v)
print len(x), len(y), len(z), len(w), len(n), s
del x[::2]
for i in xrange(4000):
    x.append(i)
m = numbers(5000)
m += [a - b for a, b in zip(x[:300], y)]
k = 1000
while k < 4000:
    k += 1
    m.append(k)
r = range(500)
for i in xrange(2000):
    r.append(i)
c = [i + 7 for i in xrange(3000)]
del y
d = [i for i in xrange(5000)]
print len(m), k, len(r), c[-1], d[-1], z[-1], w[0], n[-1]
