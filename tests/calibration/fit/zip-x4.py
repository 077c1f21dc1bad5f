x = [1, 2, 3]
y = zip(x, x)
y = zip(x, x)
y = zip(x, x)
y = zip(x, x)
