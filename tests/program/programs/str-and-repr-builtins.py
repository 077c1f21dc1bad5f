for x in 1, -5, 1.5, 'a\n', None, True, [1, 'a'], ('b',), {'c': 'd'}, len, int, ValueError('v'), KeyError('k'), IndexError():
    print str(x), repr(x)
print str(), repr(str(5)), str('same') is 'same'
try:
    str(1, 2)
except TypeError, e:
    print e
try:
    repr()
except TypeError, e:
    print e
