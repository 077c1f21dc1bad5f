s = 'spam'
i = 42
c = '{0} {1}'.format(s, i)
c = '{0} {1}'.format(s, i)
c = '{0} {1}'.format(s, i)
