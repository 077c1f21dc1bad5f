i = 42
c = '%d' % i
c = '%d' % i
c = '%d' % i
c = '%d' % i
