x = []
a = x.append
for i in xrange(400):
    a(i)
