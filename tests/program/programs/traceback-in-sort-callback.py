def key(x):
    return x[1]
print sorted([[1, 2], [0, 1]], key=key)
print sorted([[1, 2], []], key=key)
