print 'spam'
print 'spam'
print 'spam'
print 'spam'
