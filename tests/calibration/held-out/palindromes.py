def palindrome(s):
    s = s.lower().replace(" ", "")
    return s == s[::-1]

for s in ["Anna", "nurses run", "python", "level", "a"]:
    print "%-12s %s" % (s, palindrome(s))
