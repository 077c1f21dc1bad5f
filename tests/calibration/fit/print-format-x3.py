i = 3
print '%d: %s' % (i, 'a')
print '%d: %s' % (i, 'a')
print '%d: %s' % (i, 'a')
