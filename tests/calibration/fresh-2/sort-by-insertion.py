def insertion_sort(items):
    for i in range(1, len(items)):
        x = items[i]
        j = i - 1
        while j >= 0 and items[j] > x:
            items[j + 1] = items[j]
            j -= 1
        items[j + 1] = x

data = [42, 7, 1003, 19, 5, 88, 611, 3, 57, 260, 12]
insertion_sort(data)
print data
