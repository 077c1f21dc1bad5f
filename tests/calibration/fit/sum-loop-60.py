s = 0
for i in xrange(60):
    s += i
