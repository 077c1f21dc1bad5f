a = 1
x = (a, a)
x = (a, a)
x = (a, a)
x = (a, a)
x = (a, a)
