for n in (0, 5, 42, 1234, -9):
    print "%d|%5d|%-5d|%05d|%x|%o" % (n, n, n, n, abs(n), 8)
print "%s and %s" % ("one", 2), "%r %r" % ("q", 1.5), "%c%c" % ("a", 66), "100%%" % ()
print "%10s|%-10s|%.2s" % ("ab", "cd", "efg"), "%5.1f%%" % 12.345
name, n = "Sam", 3
print "%s has %d %s" % (name, n, "apples")
