def gcd(a, b):
    while b:
        a, b = b, a % b
    return a

for i in range(12, 73, 12):
    row = []
    for j in range(10, 61, 10):
        row.append(gcd(i, j))
    print i, row
