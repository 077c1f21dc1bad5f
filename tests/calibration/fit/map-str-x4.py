x = [1, 2, 3]
y = map(str, x)
y = map(str, x)
y = map(str, x)
y = map(str, x)
