x = [i * 7919 % 101 for i in xrange(30)]
y = sorted(x)
