def is_prime(n):
    if n < 2:
        return False
    i = 2
    while i * i <= n:
        if n % i == 0:
            return False
        i += 1
    return True

def factors(n):
    found = []
    d = 2
    while n > 1:
        while n % d == 0:
            found.append(d)
            n /= d
        d += 1
    return found

print [n for n in range(60) if is_prime(n)]
for n in 12, 97, 360, 1001, 65536:
    print n, factors(n)
print filter(is_prime, xrange(1000, 1050))
