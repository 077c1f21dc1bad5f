print xrange(5), xrange(1, 5), xrange(0, 10, 3), len(xrange(10)), xrange(10)[3], xrange(10)[-1], list(xrange(3, 0, -1))
for i in xrange(3):
    print i,
print
x = xrange(4)
print [a * b for a in x for b in x]
try:
    xrange(5)[5]
except IndexError, e:
    print e
try:
    xrange(1, 2, 0)
except ValueError, e:
    print e
try:
    xrange(5)[1:2]
except TypeError, e:
    print e
