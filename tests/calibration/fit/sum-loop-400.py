s = 0
for i in xrange(400):
    s += i
