d = {}
for i in xrange(5):
    d[i] = i
