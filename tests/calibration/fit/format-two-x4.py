s = 'spam'
i = 42
c = '%s is %d' % (s, i)
c = '%s is %d' % (s, i)
c = '%s is %d' % (s, i)
c = '%s is %d' % (s, i)
