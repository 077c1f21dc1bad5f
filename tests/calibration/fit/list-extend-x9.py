x = []
y = [1, 2]
x.extend(y)
x.extend(y)
x.extend(y)
x.extend(y)
x.extend(y)
x.extend(y)
x.extend(y)
x.extend(y)
x.extend(y)
