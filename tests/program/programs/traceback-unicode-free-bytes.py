print 'bytes: \xe4\xf6'
raise ValueError('high byte: \xff')
