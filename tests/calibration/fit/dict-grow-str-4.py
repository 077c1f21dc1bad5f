d = {}
for i in xrange(4):
    d['k%d' % i] = i
