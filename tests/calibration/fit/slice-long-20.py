x = range(20)
y = x[1:]
