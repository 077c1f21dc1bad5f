y = xrange(5)
y = xrange(5)
y = xrange(5)
y = xrange(5)
