x = 0.0
while x < 1:
    x += 0.1
print x, repr(x), '%.20f' % x
print sum([0.1] * 10) == 1.0, abs(sum([0.1] * 10) - 1.0) < 1e-9
print [round(i * 0.1, 1) for i in range(5)], 1e-5, 1.5e300 * 1e10, 5 // 0.3, 5 % 0.3, int(1e18), float(2 ** 53 + 1)
def sqrt(n):
    g = n
    for i in range(20):
        g = (g + n / g) / 2
    return g
print sqrt(2.0), sqrt(2.0) == 2 ** 0.5, 2 ** 0.5, 1e22, 1e21, 12345678901234567890.0
pi = 0
for k in range(1000):
    pi += (-1.0) ** k / (2 * k + 1)
print pi * 4
print (0.5).is_integer(), (2.0).is_integer(), 3.7 // 1, -3.7 // 1, divmod(-7.5, 2), nan != nan if 0 else float('nan')
