for i in xrange(100000): pass
