d = {}
for i in xrange(5):
    d[i * 64] = i
for i in xrange(5):
    x = d[i * 64]
