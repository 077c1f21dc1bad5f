a, b = 1071, 462
while b:
    print a, b
    a, b = b, a % b
print 'gcd', a
n = 27
steps = 0
while n != 1:
    n = n / 2 if n % 2 == 0 else 3 * n + 1
    steps += 1
print steps
x = 0
while 1:
    x += 1
    if x % 2:
        continue
    if x > 8:
        break
    print x,
print
