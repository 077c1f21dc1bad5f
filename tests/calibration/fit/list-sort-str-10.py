x = [str(i * 7919 % 101) for i in xrange(10)]
x.sort()
