x = [(i * 7919) % 101 for i in xrange(3)]
x.sort()
