def bubble(x):
    n = len(x)
    while n > 1:
        last = 0
        for i in range(1, n):
            if x[i - 1] > x[i]:
                x[i - 1], x[i] = x[i], x[i - 1]
                last = i
        n = last
    return x

print bubble([5, 2, 9, 1, 5, 6])
