d = {}
for i in xrange(90):
    d[i] = i
