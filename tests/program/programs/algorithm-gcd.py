def gcd(a, b):
    while b:
        a, b = b, a % b
    return a

def extended(a, b):
    if b == 0:
        return a, 1, 0
    g, x, y = extended(b, a % b)
    return g, y, x - a / b * y

for a, b in [(12, 18), (100, 75), (17, 5), (0, 9), (1071, 462)]:
    print a, b, gcd(a, b), a * b / gcd(a, b), extended(a, b)
