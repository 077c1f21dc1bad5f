a = []
b = a
c = None
print a is b, a is not c, c is None, not a, not [1], a == [], 1 == 1.0, "a" == "a"
print 1 < 2 < 3, 1 < 3 < 2, "b" > "a", [1, 2] < [1, 3], (1, 2) == (1, 2), None == 0
print 5 and 0, 0 or "x", not 3, 1 and 2 or 3, 4 if a else 5
print True + 1, False == 0, isinstance(3, int), isinstance("s", str), type(3) is int
