x = range(40)
for i, a in enumerate(x):
    pass
