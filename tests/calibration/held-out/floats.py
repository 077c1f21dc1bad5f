x = 0.0
for i in xrange(50):
    x += 0.1
print x, repr(x), x == 5.0, abs(x - 5.0) < 1e-9
print int(x), round(x, 2)
