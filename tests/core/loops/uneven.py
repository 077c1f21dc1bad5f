x = []
for i in xrange(2000):
    x.append(i)
for v in x:
    if v % 3 == 0:
        w = v
print len(x), w
del x[::2]
s = 0
for v in x:
    s += v
print s
aliases = x[:]
for v in x:
    s += v
    if s > 900000:
        s = 0
print s, len(aliases)
y = [v * 2 for v in x if v > 300]
total = 0
for v in y:
    total = total + v
for v in y:
    big = v
    try:
        total += 1
    finally:
        big = 0
print total, big
for v in range(1000):
    x[0] = v
    for w in xrange(20):
        pass
print x[0], w
