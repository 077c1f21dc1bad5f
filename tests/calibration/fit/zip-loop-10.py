x = range(10)
for a, b in zip(x, x):
    pass
