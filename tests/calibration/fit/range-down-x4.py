y = range(5, 0, -1)
y = range(5, 0, -1)
y = range(5, 0, -1)
y = range(5, 0, -1)
