def primes(n):
    sieve = [1] * (n + 1)
    sieve[0] = sieve[1] = 0
    i = 2
    while i * i <= n:
        if sieve[i]:
            for j in range(i * i, n + 1, i):
                sieve[j] = 0
        i += 1
    return [i for i in range(n + 1) if sieve[i]]

print primes(50)
