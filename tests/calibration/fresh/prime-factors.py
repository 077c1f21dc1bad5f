def factors(n):
    found = []
    d = 2
    while d * d <= n:
        while n % d == 0:
            found.append(d)
            n //= d
        d += 1
    if n > 1:
        found.append(n)
    return found

for n in [12, 97, 360, 1001, 65536, 99999]:
    print n, "=", " * ".join([str(f) for f in factors(n)])
