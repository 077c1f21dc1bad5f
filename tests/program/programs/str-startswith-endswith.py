s = 'prefix-middle-suffix'
print s.startswith('pre'), s.startswith('x'), s.startswith(''), s.startswith('mid', 7), s.startswith('mid', 7, 9)
print s.endswith('fix'), s.endswith('x'), s.endswith('q'), s.endswith('dle', 0, 13)
print s.startswith(('a', 'pre')), s.endswith(('a', 'b')), s.startswith(()), s.startswith(s + 'x')
try:
    s.startswith(5)
except TypeError, e:
    print e
