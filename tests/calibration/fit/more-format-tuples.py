rows = [("tea", 3, 1.5), ("milk", 12, 0.99), ("bread", 1, 2.25)]
for name, count, price in rows:
    print "%-8s x %2d = %6.2f" % (name, count, count * price)
print "total %.2f" % sum([c * p for n, c, p in rows])
