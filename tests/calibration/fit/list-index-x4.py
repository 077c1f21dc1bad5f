x = [1, 2, 3]
y = x.index(3)
y = x.index(3)
y = x.index(3)
y = x.index(3)
