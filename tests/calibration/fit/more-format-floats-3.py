x = [1e10, 1.5e-5, 123456789.125, 1e100, 3.14159265358979]
for v in x:
    print "%.2f %8.3f %g %s" % (v, v, v, v)
print round(x[1], 1), int(x[2]) > 3
