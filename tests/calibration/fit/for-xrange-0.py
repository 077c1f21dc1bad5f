for i in xrange(0):
    pass
