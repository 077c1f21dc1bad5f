try:
    raise KeyError('x')
except KeyError, e:
    pass
print repr(e)
wanted = ValueError
try:
    raise ValueError('dynamic')
except wanted, e:
    print e
names = (KeyError, (IndexError, TypeError))
try:
    None + 1
except names, e:
    print 'nested tuple', e
d = {}
try:
    raise IndexError('to subscript')
except IndexError, d['e']:
    print d
