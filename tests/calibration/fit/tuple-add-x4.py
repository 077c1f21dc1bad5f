x = (1, 2, 3)
y = x + x
y = x + x
y = x + x
y = x + x
