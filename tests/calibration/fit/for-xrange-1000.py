for i in xrange(1000):
    pass
