d = {}
for i in xrange(20):
    d['k%d' % i] = i
