x = []
a = x.append
for i in xrange(100):
    a(i)
