d = {}
for i in xrange(20):
    d[i] = i
