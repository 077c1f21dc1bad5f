def t(x):
    print 't(%r)' % (x,),
    return x
print t(0) or t(1)
print t(1) or t(2)
print t(0) and t(1)
print t(1) and t(2)
print t('') or t([]) or t('last')
print not t(0), not t('x')
print t(1) and t(0) or t(5)
print 'yes' if t(3) > 2 else 'no', 'yes' if t(1) > 2 else 'no'
