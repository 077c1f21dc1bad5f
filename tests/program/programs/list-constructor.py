print list(), list('abc'), list((1, 2)), list([3, 4]), list(xrange(3)), list({'a': 1})
print list(reversed([1, 2])), list(enumerate('ab')), list(iter([7]))
x = [1]
print list(x) == x, list(x) is x
try:
    list(5)
except TypeError, e:
    print e
try:
    list(1, 2)
except TypeError, e:
    print e
