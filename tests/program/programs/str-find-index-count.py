s = 'abracadabra'
print s.find('a'), s.find('bra'), s.find('z'), s.find('a', 1), s.find('a', 1, 3), s.find(''), s.find('', 20)
print s.rfind('a'), s.rfind('bra'), s.rfind('z'), s.rfind('a', 0, 5)
print s.index('c'), s.rindex('b'), s.count('a'), s.count('bra'), s.count('z'), s.count(''), s.count('a', 3)
try:
    s.index('z')
except ValueError, e:
    print e
try:
    s.rindex('z')
except ValueError, e:
    print e
print 'aaaa'.count('aa'), 'a' in s, 'cad' in s, 'xyz' in s, '' in s, 'a' not in s
try:
    print 1 in s
except TypeError, e:
    print e
