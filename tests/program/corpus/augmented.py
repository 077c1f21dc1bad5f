x = 7
x += 1
x -= 2
x *= 3
x /= 2
x //= 2
x %= 3
x **= 4
x <<= 5
x >>= 1
x |= 6
x &= 0xff
x ^= 9
print x
