x = [1, 2, 3]
print list(iter(x))
print zip(iter(x), x)
