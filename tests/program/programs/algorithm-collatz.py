def steps(n):
    count = 0
    while n != 1:
        n = 3 * n + 1 if n & 1 else n >> 1
        count += 1
    return count

best = 0, 0
for n in xrange(1, 300):
    best = max(best, (steps(n), n))
print best
print [steps(n) for n in range(1, 30)]
