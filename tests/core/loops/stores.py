x = [0] * 6000
for i in xrange(6000):
    x[i] = i
y = [None] * 4000
for i in xrange(1000, 3000):
    y[i] = i
for i in range(3000, 4000):
    y[i] = None
k = 0
z = [70000] * 3000
while k < 2500:
    z[k] = 0
    k += 1
for i in xrange(2000):
    z[i] = k
w = [0] * 5000
k = 10
for v in x:
    w[k] = v
    k += 1
    if k > 4000:
        break
for i in xrange(3000):
    x[i] = 5
m = [[1, 2]] * 2000
for i in xrange(2000):
    m[i] = "s"
n = [0] * 1500
for i in xrange(2000):
    try:
        n[i] = i
    except IndexError:
        break
t = [0] * 2000
for i in xrange(1000):
    t[i] = t
    t[-1] = i
for v in t:
    t[0] = v
print len(x), x[-1], y[2999], z[2400], w[20], m[3], n[-1], i, len(t)
del t[:]
del x, y, z, w
