# Watch the traceback grow by one entry for each frame that the exception leaves.
def inner(values):
    return values[3]


def outer(n):
    values = range(n)
    return inner(values)

print outer(5)
print outer(3)
