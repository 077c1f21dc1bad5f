x = [i for i in xrange(20)]
