x = []
a = x.append
for i in xrange(1):
    a(i)
