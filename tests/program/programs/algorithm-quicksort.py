def quicksort(items):
    if len(items) <= 1:
        return items
    pivot = items[len(items) / 2]
    less = [x for x in items if x < pivot]
    same = [x for x in items if x == pivot]
    more = [x for x in items if x > pivot]
    return quicksort(less) + same + quicksort(more)

print quicksort([3, 6, 8, 10, 1, 2, 1])
print quicksort(list('sorting in python'))
x = []
n = 1
for i in range(100):
    n = n * 75 % 65537
    x.append(n)
print quicksort(x) == sorted(x), quicksort(x)[:8]
