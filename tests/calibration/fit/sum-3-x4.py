x = [1, 2, 3]
y = sum(x)
y = sum(x)
y = sum(x)
y = sum(x)
