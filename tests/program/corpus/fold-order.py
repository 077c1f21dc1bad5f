# A folded operand does not count as the second of two constants.
print 1 + 2 + 3, 1 + (2 + 3), 2 * 3 + 4 * 5, (1 + 2) * (3 + 4), 1 - -(2)
x = 4
print x + 1 + 2, 1 + 2 + x, 2 * 3 * x * 4 * 5
