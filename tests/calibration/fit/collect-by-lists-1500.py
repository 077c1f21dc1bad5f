x = [[i] for i in xrange(1500)]
