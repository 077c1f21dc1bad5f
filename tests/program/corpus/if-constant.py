if 1:
    print 'always'
if 0:
    print 'never'
if 0:
    print 'never'
else:
    print 'else'
if 'text':
    print 'text'
elif x:
    print 'gone'
if '':
    y = 1
if 2.5: print 'float'
if 0.0: print 'zero'
elif 1: print 'one'
