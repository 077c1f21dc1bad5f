b = 1.5
b
b
b
b
b
b
b
b
b
b
b
b
b
b
b
b
b
