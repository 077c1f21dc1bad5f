x = []
for i in xrange(5):
    x.append([i])
