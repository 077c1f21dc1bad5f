print list(iter(xrange(4)))
print list(iter(xrange(5)))
