def steps(n):
    count = 0
    while n != 1:
        if n % 2:
            n = 3 * n + 1
        else:
            n //= 2
        count += 1
    return count

best = 0
for i in range(1, 60):
    s = steps(i)
    if s > best:
        best = s
        print i, s
