x = []
for i in xrange(10):
    x.append(7)
