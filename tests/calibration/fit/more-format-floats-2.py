x = [0.1, 2.3, 7.77, 1234.5678, 99.99]
for v in x:
    print "%.2f %8.3f %g %s" % (v, v, v, v)
print round(x[1], 1), int(x[2]) > 3
