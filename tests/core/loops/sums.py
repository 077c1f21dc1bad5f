def sums(x):
    s = 0
    t = 1000
    for v in x:
        s += v
        t = t - v
    return s, t

x = range(3000)
s = 0
for v in x:
    s += v
print s, sums(x)
y = [900, 907] + [914 + 7 * k for k in xrange(800)] + range(60)
for v in y:
    s = s - v
    before = s
print s, before
n = 0
for i in xrange(4000):
    n = n + i
    m = n + 1
    n = m
print n, m
