x = [[i] for i in xrange(800)]
