def total(x):
    if len(x) == 0:
        return 0
    if len(x) == 1:
        return x[0]
    mid = len(x) // 2
    return total(x[:mid]) + total(x[mid:])

print total([5, 3, 8, 1, 9, 2])
print total(range(9))
