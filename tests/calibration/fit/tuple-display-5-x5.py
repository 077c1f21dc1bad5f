a = 1
x = (a, a, a, a, a)
x = (a, a, a, a, a)
x = (a, a, a, a, a)
x = (a, a, a, a, a)
x = (a, a, a, a, a)
