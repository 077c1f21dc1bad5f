s = 'spam'
c = '%s' % s
c = '%s' % s
c = '%s' % s
c = '%s' % s
