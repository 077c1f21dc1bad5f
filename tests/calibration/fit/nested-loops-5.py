for i in xrange(5):
    for j in xrange(i):
        pass
