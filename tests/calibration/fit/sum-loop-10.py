s = 0
for i in xrange(10):
    s += i
