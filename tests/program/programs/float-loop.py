def newton(n):
    x = n / 2.0
    steps = 0
    while abs(x * x - n) > 1e-9:
        x = (x + n / x) / 2
        steps += 1
    return x, steps

for n in 2, 3, 10, 144:
    print n, newton(n)
pi = 0.0
for k in range(1000):
    pi += 4.0 * (-1) ** k / (2 * k + 1)
print pi
h = 0.0
for k in range(1, 20):
    h += 1.0 / k
print h, '%.4f' % h
