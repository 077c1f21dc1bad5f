print 1, "two", 3.5, None, True, [1, "x"], (2, "y"), {"z": 3}
print "a",
print "b",
print
print "tab\tand", 'quote"s', "new\nline"
print ["tab\t", 'q\'s'], -1, 10 ** 12, 2 ** 70
