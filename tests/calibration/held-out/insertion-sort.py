def insertion_sort(x):
    for i in range(1, len(x)):
        v = x[i]
        j = i - 1
        while j >= 0 and x[j] > v:
            x[j + 1] = x[j]
            j -= 1
        x[j + 1] = v
    return x

print insertion_sort([31, 4, 15, 9, 26, 5, 35, 8, 97, 93, 23, 84])
