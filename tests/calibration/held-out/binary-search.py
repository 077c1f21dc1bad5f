def search(x, v):
    low = 0
    high = len(x)
    while low < high:
        mid = (low + high) // 2
        if x[mid] < v:
            low = mid + 1
        else:
            high = mid
    return low

x = range(0, 200, 3)
for v in (0, 57, 100, 198):
    print v, search(x, v)
