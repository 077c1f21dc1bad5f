for x in range(-1, 7):
    print x, 0 < x < 5, 0 <= x <= 5, 5 > x > 2 != x, x == x == 3, x != 3 != 4
def say(n):
    print 'n =', n,
    return n
print say(1) < say(2) < say(3)
print say(3) < say(2) < say(1)
