x = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5]
print x.index(1), x.index(5), x.index(5, 5), x.index(5, 9, 11)
print x.count(5), x.count(7), x.count(3.0)
try:
    x.index(7)
except ValueError, e:
    print e
try:
    x.index(3, 1, 5)
except ValueError, e:
    print e
y = ['a', 'b', 'a', None, None]
print y.index('b'), y.count('a'), y.count(None), y.count('')
print y.index(None), y.index('a', 1), y.index('a', -3)
