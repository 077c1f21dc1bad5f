x = range(30)
y = sorted(x, reverse=True)
