x = [1 / 3.0, 2 / 7.0, 10 / 6.0, 22 / 7.0, 0.1 + 0.7]
for v in x:
    print "%.2f %8.3f %g %s" % (v, v, v, v)
print round(x[1], 1), int(x[2]) > 3
