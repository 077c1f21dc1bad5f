print "C      F"
for c in range(-10, 41, 10):
    f = c * 9 / 5.0 + 32
    print "%-6d %.1f" % (c, f)
