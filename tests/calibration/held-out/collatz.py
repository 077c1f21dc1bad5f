best = 0
for n in range(1, 20):
    steps = 0
    m = n
    while m != 1:
        if m % 2:
            m = 3 * m + 1
        else:
            m = m / 2
        steps += 1
    if steps > best:
        best = steps
        print n, steps
