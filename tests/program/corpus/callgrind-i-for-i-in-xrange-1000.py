[i for i in xrange(1000)]
