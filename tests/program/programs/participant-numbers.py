print 7 / 2, -7 / 2, 7 % 3, -7 % 3, 7 // 2.0, 2 ** 10, 2 ** -1, 7.0 / 2
print 1 + 1.0, 10 ** 20, 2 ** 64 - 1, -2 ** 63, 0x1f, 0b101, 0o17, 017
print int('42'), int(3.9), int(-3.9), float('2.5'), int('ff', 16), long(5), round(2.567, 2), abs(-5), divmod(17, 5)
print 5 & 3, 5 | 3, 5 ^ 3, ~5, 1 << 10, 1024 >> 3, 1 << 70
print 1 < 2 < 3, 1 < 3 < 2, 1 == 1.0, not 0, 3 and 0, 0 or 'x', None or []
print 9223372036854775807 + 1, type(9223372036854775807 + 1), -9223372036854775808 - 1
print 0.1 + 0.2, 0.1 + 0.2 == 0.3, round(0.5), round(1.5), 1e308 * 10
for x in [1, 1L, 1.0, True]:
    print type(x), x + 1, x * 2.0,
print
try:
    int('abc')
except ValueError, e:
    print e
try:
    5 % 0
except ZeroDivisionError, e:
    print e
try:
    2.0 / 0
except ZeroDivisionError, e:
    print e
