x = [1, 2]
x.extend([3, 4])
print x
x.extend((5, 6))
print x
x.extend('ab')
print x
x.extend(xrange(3))
print x
x.extend({'k': 1})
print x
x.extend(x)
print len(x), x
x.extend([])
print len(x)
try:
    x.extend(5)
except TypeError, e:
    print e
