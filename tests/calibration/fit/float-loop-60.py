s = 0.0
for i in xrange(60):
    s += i * 0.5
