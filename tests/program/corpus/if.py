x = 3
if x: print 'true'
if x > 5:
    print 'large'
elif x > 2:
    print 'medium'
elif x > 1:
    print 'small'
else:
    print 'tiny'
if not x:
    pass
else:
    print 'set'
