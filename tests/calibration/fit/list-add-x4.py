x = [1, 2]
y = [3]
z = x + y
z = x + y
z = x + y
z = x + y
