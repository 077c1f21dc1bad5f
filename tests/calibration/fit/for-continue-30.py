for i in xrange(30):
    if i == 3:
        continue
    x = i
