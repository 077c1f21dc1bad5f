def by_last(a, b):
    if a % 10 < b % 10:
        return -1
    if a % 10 > b % 10:
        return 1
    return 0

x = [31, 12, 23, 11, 42, 33, 20]
x.sort(by_last)
print x
x.sort(cmp=by_last, reverse=True)
print x


def down(a, b):
    return b - a

x.sort(down)
print x
print sorted([3, 1, 2], down)
