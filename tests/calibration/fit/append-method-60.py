x = []
for i in xrange(60):
    x.append(7)
