a = 1
y = id(a)
y = id(a)
y = id(a)
y = id(a)
