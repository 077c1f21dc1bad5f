x = []
for i in xrange(40):
    x.append([i])
