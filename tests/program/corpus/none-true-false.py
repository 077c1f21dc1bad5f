print None, True, False
x = None
if x is None:
    print 'none'
True = 1
print True
