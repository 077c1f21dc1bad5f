x = -5
print x is int('-5'), x is -5, int('-5') is int('-5'), int(str(-3)) is -3
for i in range(-6, 2): print i is int(str(i)), i is i + 0, i is -(-i), i is i * 1, i is i - 0, abs(-i) is abs(i)
r = range(-5, 0)
print r[0] is -5, r[0] is int('-5')
