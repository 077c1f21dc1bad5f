x = range(60)
y = sum(x)
