print 1 + 2, 5 - 8, 6 * 7, -3 * 4, 2 ** 10, (-2) ** 3, 2 ** -1, 0 ** 0, 10 - 3 - 2, 2 ** 3 ** 2
print -5, +5, ~5, ~-1, - -3, abs(-9), abs(0)
print 7 / 2, -7 / 2, 7 % 3, -7 % 3, 1 / 1, 0 / 5
print 1000 * 1000, 65536 * 65536, 123456789 + 987654321, 2147483647 + 1, -2147483648 - 1
x = 5
x += 3; print x
x -= 10; print x
x *= -7; print x
x /= 3; print x
x %= 4; print x
x **= 5; print x
x <<= 3; print x
x >>= 1; print x
x |= 3; print x
x &= 6; print x
x ^= 15; print x
x //= 2; print x
