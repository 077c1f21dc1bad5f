total = 0
for i in xrange(100):
    total += i
print total
for i in xrange(10, 0, -3): print i,
print
