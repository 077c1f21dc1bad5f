y = range(0, 10, 3)
y = range(0, 10, 3)
y = range(0, 10, 3)
y = range(0, 10, 3)
