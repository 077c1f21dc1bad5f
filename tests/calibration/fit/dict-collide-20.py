d = {}
for i in xrange(20):
    d[i * 64] = i
for i in xrange(20):
    x = d[i * 64]
