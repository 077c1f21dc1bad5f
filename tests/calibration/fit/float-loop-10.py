s = 0.0
for i in xrange(10):
    s += i * 0.5
