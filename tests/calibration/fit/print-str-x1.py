print 'spam'
