t = (1, 2)
a, b = t
a, b = t
a, b = t
a, b = t
