y = range(2, 6)
y = range(2, 6)
y = range(2, 6)
y = range(2, 6)
