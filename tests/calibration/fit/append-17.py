x = []
a = x.append
for i in xrange(17):
    a(i)
