d = {}
for i in xrange(22):
    d[i] = i
