x = range(120)
y = x[1:]
