x = [0]
z = x * 4
z = x * 4
z = x * 4
z = x * 4
