def find(x, wanted):
    low = 0
    high = len(x) - 1
    steps = 0
    while low <= high:
        steps = steps + 1
        middle = (low + high) // 2
        if x[middle] == wanted:
            return middle, steps
        elif x[middle] < wanted:
            low = middle + 1
        else:
            high = middle - 1
    return -1, steps

squares = [i * i for i in range(20)]
for v in (0, 81, 200, 361):
    print find(squares, v)
