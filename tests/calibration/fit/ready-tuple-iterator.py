x = (1, 2, 3)
print list(iter(x))
