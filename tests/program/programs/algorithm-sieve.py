def sieve(n):
    flags = [True] * (n + 1)
    flags[0] = flags[1] = False
    for i in range(2, n + 1):
        if i * i > n:
            break
        if flags[i]:
            flags[i * i::i] = [False] * len(flags[i * i::i])
    return [i for i in range(n + 1) if flags[i]]

print sieve(100)
print len(sieve(5000))
