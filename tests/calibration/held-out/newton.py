def root(a):
    x = a
    for i in range(20):
        y = 0.5 * (x + a / x)
        if abs(x - y) < 1e-12:
            break
        x = y
    return y

print "%.6f %.6f" % (root(2.0), root(144.0))
