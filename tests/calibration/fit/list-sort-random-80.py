x = [(i * 7919) % 101 for i in xrange(80)]
x.sort()
