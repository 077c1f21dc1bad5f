print 'a' * 20, 'a' * 21, 'abcde' * 4, 'abcde' * 5, (0,) * 20, (0,) * 21, 'a' * 10 * 3
print 10 ** 30, 2 ** 200, 1 << 100, -(2 ** 63), 7L * 6, 0xffffffffffffffff & 0xff
