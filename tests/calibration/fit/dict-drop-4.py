d = {}
for i in xrange(4):
    d[i] = [i]
d = None
