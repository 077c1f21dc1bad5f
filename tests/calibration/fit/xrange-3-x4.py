y = xrange(1, 9, 2)
y = xrange(1, 9, 2)
y = xrange(1, 9, 2)
y = xrange(1, 9, 2)
