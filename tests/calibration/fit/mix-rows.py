rows = [("pear", 3, 0.5), ("fig", 12, 0.25), ("apple", 100, 1.125)]
total = 0
for name, n, price in rows:
    print "%-8s %5d %7.2f" % (name, n, price)
    total += n * price
print "%s: %.3f, %x, %05d" % ("sum", total, 255, 42)
