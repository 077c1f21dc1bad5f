print len([]), len('abc'), len((1,)), len({'a': 1}), len(xrange(7))
for x in 5, None, 1.5, len, True:
    try:
        print len(x)
    except TypeError, e:
        print e
try:
    len()
except TypeError, e:
    print e
try:
    len([], [])
except TypeError, e:
    print e
