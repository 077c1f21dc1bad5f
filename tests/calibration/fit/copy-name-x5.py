b = 1
a = b
a = b
a = b
a = b
a = b
