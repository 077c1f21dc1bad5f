x = []
for i in xrange(3):
    x.append(7)
