x = [0.5, 1.25, 3.0, 100.0, -2.75]
for v in x:
    print "%.2f %8.3f %g %s" % (v, v, v, v)
print round(x[1], 1), int(x[2]) > 3
