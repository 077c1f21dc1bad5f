d = {}
for i in xrange(300):
    d[i] = i
