def quick(x):
    if len(x) <= 1:
        return x
    p = x[0]
    low = [a for a in x[1:] if a < p]
    high = [a for a in x[1:] if a >= p]
    return quick(low) + [p] + quick(high)

print quick([3, 6, 1, 8, 2, 9, 2, 7, 5, 4])
