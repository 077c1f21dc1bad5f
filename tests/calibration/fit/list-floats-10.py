x = [i * 0.5 for i in xrange(10)]
del x
