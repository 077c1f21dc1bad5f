def digits(n):
    out = []
    while n > 0:
        out.append(n % 10)
        n = n // 10
    return out

for a in (17, -17, 100, -1):
    print a // 5, a % 5, divmod(a, 7), a / 3
print digits(90210)
