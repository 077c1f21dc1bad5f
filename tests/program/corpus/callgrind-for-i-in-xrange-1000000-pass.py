for i in xrange(1000000): pass
