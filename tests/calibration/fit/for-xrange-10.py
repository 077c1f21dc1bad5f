for i in xrange(10):
    pass
