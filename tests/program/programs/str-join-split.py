print ','.join(['a', 'b', 'c']), ''.join([]), '-'.join(['x']), ' '.join('abc'), ''.join(('a', 'b'))
print 'a b  c'.split(), 'a b  c'.split(' '), ' a b '.split(), ''.split(), ''.split(','), 'a,b,,c,'.split(',')
print 'a,b,c,d'.split(',', 2), 'a b c d'.split(None, 1), '1<>2<>3'.split('<>'), 'a b c'.rsplit(None, 1)
print 'a,b,c'.rsplit(',', 1), 'tab\tnew\nline'.split()
try:
    ','.join([1])
except TypeError, e:
    print e
try:
    'a'.split('')
except ValueError, e:
    print e
try:
    ','.join(5)
except TypeError, e:
    print e
