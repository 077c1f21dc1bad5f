a = 2 ** 100
b = 3 ** 50
print a, b, a + b, a - b, a * b, a / b, a % b, b - a, -a / b, -a % b, a // -b
print a & b, a | b, a ^ b, ~a, a >> 90, a << 10, -a >> 3
print a > b, a == a + 0, a < 1, 1 < a, a == 2.0 ** 100, a / 2 ** 99, long(5), 5L, 0L, -1L
print int(a / 2 ** 90), float(a), str(a), '%d' % a, '%x' % a, hash(5L) == hash(5)
try:
    a / 0
except ZeroDivisionError, e:
    print e
