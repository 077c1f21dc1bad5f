x = [i * 0.5 for i in xrange(60)]
del x
