d = {}
for i in xrange(3):
    d[i] = i
