d = {}
for i in xrange(30):
    d[i] = [i]
d = None
