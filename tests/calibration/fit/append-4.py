x = []
a = x.append
for i in xrange(4):
    a(i)
