s = ''
for i in xrange(120):
    s += 'x'
