[i for i in xrange(100000)]
