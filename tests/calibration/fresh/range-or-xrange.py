def total(numbers):
    s = 0
    for v in numbers:
        s += v
    return s

n = 500
print total(range(n)), total(xrange(n))
print sum(range(n)) == n * (n - 1) / 2
