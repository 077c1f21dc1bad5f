a = 17
b = 5
print a + b, a - b, a * b, a / b, a // b, a % b, a ** b, -a, +a
print a - b - 1, a - (b - 1), a * b + 1, a + b * 2, 2 ** 3 ** 2, -a ** 2
print 7.5 // 2, 7.5 % 2, -7 / 2, -7 % 3, a * 1.0 / b
