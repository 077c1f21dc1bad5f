s = 'one two two three'
print s.replace('two', '2'), s.replace('two', '2', 1), s.replace('x', 'y'), s.replace('two ', '')
print 'aaa'.replace('a', 'bb'), 'aaa'.replace('aa', 'b'), 'abc'.replace('', '-'), ''.replace('', 'x')
print 'abc'.replace('abc', ''), 'a.b.c'.replace('.', '::'), 'aaaa'.replace('a', 'b', 2), 'aaaa'.replace('a', 'b', 0)
try:
    'a'.replace('a')
except TypeError, e:
    print e
