s = ''
for i in xrange(30):
    s += 'x'
