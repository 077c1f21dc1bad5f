t = (1, 2, 3)
a, b, c = t
a, b, c = t
a, b, c = t
a, b, c = t
a, b, c = t
