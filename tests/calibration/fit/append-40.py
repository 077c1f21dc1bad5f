x = []
a = x.append
for i in xrange(40):
    a(i)
