s = ''
for i in xrange(5):
    s += 'x'
