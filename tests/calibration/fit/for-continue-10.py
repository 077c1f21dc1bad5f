for i in xrange(10):
    if i == 3:
        continue
    x = i
