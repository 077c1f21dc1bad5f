x = range(10)
for i, a in enumerate(x):
    pass
