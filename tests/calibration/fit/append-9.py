x = []
a = x.append
for i in xrange(9):
    a(i)
