x = 0.5
for i in range(5):
    x = x - (x * x - 2) / (2 * x)
    print "%.6f" % x
print "%.1f %.0f %8.3f" % (2.25, 99.5, 3.14159)
print float("2.5"), int(3.99), abs(-2.5)
