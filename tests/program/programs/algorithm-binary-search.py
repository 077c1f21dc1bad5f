def search(items, wanted):
    low, high, steps = 0, len(items) - 1, 0
    while low <= high:
        steps += 1
        middle = (low + high) / 2
        if items[middle] == wanted:
            return middle, steps
        elif items[middle] < wanted:
            low = middle + 1
        else:
            high = middle - 1
    return None, steps

squares = [n * n for n in xrange(100)]
for n in 0, 49, 9801, 50, -1, 10000:
    print n, search(squares, n)
