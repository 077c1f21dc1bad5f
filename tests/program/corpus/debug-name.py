if __debug__:
    print 'debug'
else:
    print 'never compiled'
while __debug__:
    break
print __debug__
