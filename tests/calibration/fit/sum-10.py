x = range(10)
y = sum(x)
