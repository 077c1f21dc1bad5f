a = 1
y = type(a)
y = type(a)
y = type(a)
y = type(a)
