s = 0
for i in xrange(12):
    s += i > 3
