x = range(5)
y = sorted(x, reverse=True)
