e = ValueError('a', 1)
print e, repr(e), e.args, str(e), e.message == '', type(e), e[0], e[1]
e = ValueError('one')
print e, repr(e), e.args, e.message
e = ValueError()
print repr(str(e)), repr(e), e.args
print repr(KeyError('k')), str(KeyError('k')), str(KeyError('a', 'b')), str(IndexError('i'))
e.note = 5
print e.note
try:
    e.other
except AttributeError, a:
    print a
try:
    {}['missing']
except KeyError, e:
    print e, e.args, repr(e)
try:
    {}[1, 2]
except KeyError, e:
    print e, e.args, repr(e)
