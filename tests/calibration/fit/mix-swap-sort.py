def sort(x):
    n = len(x)
    for i in range(n):
        low = i
        for j in range(i + 1, n):
            if x[j] < x[low]:
                low = j
        x[i], x[low] = x[low], x[i]
    return x

print sort([9, 4, 7, 1, 8, 2])
