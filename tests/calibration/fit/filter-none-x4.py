x = [1, 0, 3]
y = filter(None, x)
y = filter(None, x)
y = filter(None, x)
y = filter(None, x)
