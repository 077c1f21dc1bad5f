rows = [("apple", 3, 0.5), ("pear", 12, 0.25), ("plum", 100, 0.1)]
total = 0
for name, n, price in rows:
    cost = n * price
    total += cost
    print name.ljust(8) + str(n).rjust(5) + "%8.2f" % cost
print "total".ljust(13) + "%8.2f" % total
