d = {}
for i in xrange(60):
    d['k%d' % i] = i
