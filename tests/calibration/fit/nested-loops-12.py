for i in xrange(12):
    for j in xrange(i):
        pass
