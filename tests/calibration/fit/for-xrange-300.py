for i in xrange(300):
    pass
