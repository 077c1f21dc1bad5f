x = [1, 2, 3]
y = len(x)
y = len(x)
y = len(x)
y = len(x)
