print sorted([3, 1, 2]), sorted('hello'), sorted((2, 1)), sorted({'b': 1, 'a': 2}), sorted([])
print sorted([3, 1, 2], reverse=True), sorted(['bb', 'a', 'ccc'], key=len), sorted(['B', 'a'], key=str.lower)
print sorted(xrange(5, 0, -1)), sorted([1, 'a', None, 2.5])
try:
    sorted(5)
except TypeError, e:
    print e
try:
    sorted()
except TypeError, e:
    print e
