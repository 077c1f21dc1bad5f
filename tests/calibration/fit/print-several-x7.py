print 1, 'a', 2.5
print 1, 'a', 2.5
print 1, 'a', 2.5
print 1, 'a', 2.5
print 1, 'a', 2.5
print 1, 'a', 2.5
print 1, 'a', 2.5
