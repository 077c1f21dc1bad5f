def merge(a, b):
    result = []
    i = j = 0
    while i < len(a) and j < len(b):
        if a[i] <= b[j]:
            result.append(a[i])
            i += 1
        else:
            result.append(b[j])
            j += 1
    return result + a[i:] + b[j:]

def merge_sort(items):
    if len(items) < 2:
        return items[:]
    middle = len(items) // 2
    return merge(merge_sort(items[:middle]), merge_sort(items[middle:]))

print merge_sort([38, 27, 43, 3, 9, 82, 10])
print merge_sort(['d', 'b', 'a', 'c']), merge_sort([])
