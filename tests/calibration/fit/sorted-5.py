x = [i * 7919 % 101 for i in xrange(5)]
y = sorted(x)
