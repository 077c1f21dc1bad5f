x = range(40)
for a, b in zip(x, x):
    pass
