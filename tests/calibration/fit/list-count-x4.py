x = [1, 2, 3]
y = x.count(3)
y = x.count(3)
y = x.count(3)
y = x.count(3)
