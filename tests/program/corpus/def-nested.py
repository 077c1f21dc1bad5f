def outer(a):
    def inner(b):
        return b * 2
    return inner(a) + 1

print outer(4)
