x = []
a = x.append
for i in xrange(5):
    a(i)
