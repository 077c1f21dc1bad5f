d = {}
for i in xrange(6):
    d[i] = i
