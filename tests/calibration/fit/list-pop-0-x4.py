x = [1, 2, 3]
y = x.pop(0)
x = [1, 2, 3]
y = x.pop(0)
x = [1, 2, 3]
y = x.pop(0)
x = [1, 2, 3]
y = x.pop(0)
