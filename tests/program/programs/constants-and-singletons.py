print None, True, False, not None, None == False, None == 0, True == 1, True is 1
print None is None, type(None), repr(None), str(None), [None] * 3
try:
    None()
except TypeError, e:
    print e
x = True
x += 1
print x, type(x), sum([True, False, True]), [10, 20][True], True * 5, True / 2.0, -False
print __debug__, NotImplemented, Ellipsis
