import sys
x = range(1000)
print len(x), sys.getsizeof(x)
del x[500:]
print len(x), sys.getsizeof(x)
del x[:]
print len(x), sys.getsizeof(x)
x = [None] * 10
print sys.getsizeof(x)
x.append(1)
print sys.getsizeof(x)
y = list(xrange(100))
z = [i for i in xrange(100)]
w = range(100)
print sys.getsizeof(y), sys.getsizeof(z), sys.getsizeof(w), sys.getsizeof(y + z), sys.getsizeof(y[:]), sys.getsizeof(tuple(y)), sys.getsizeof(sorted(y)), sys.getsizeof(map(None, y)), sys.getsizeof(filter(None, y)), sys.getsizeof(y * 2)
z += [1]
y.extend(xrange(3))
print sys.getsizeof(z), sys.getsizeof(y), sys.getsizeof('a' * 100), sys.getsizeof(zip(y, y))
del x
try:
    x
except NameError, e:
    print e
