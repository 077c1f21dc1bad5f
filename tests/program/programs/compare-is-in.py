x = [1, 2]
y = x
print x is y, x is not y, x is [1, 2], None is None, 1 in x, 3 in x, 3 not in x, 'a' in 'abc', 1 in (1,), 'k' in {'k': 0}
print (1, 2) in [(1, 2)], [1] in [[1]], None in [None], 1.0 in [1], True in [1]
try:
    1 in 5
except TypeError, e:
    print e
try:
    'a' in None
except TypeError, e:
    print e
