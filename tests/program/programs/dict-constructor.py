print dict(), dict(a=1, b=2), dict([('x', 1), ('y', 2)]), dict({'k': 'v'}), dict(zip('abc', range(3)))
print dict({'a': 1}, b=2), dict([['p', 1]])
try:
    dict([1])
except TypeError, e:
    print e
try:
    dict([(1, 2, 3)])
except ValueError, e:
    print e
try:
    dict(5)
except TypeError, e:
    print e
