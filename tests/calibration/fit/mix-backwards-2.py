y = list(reversed(range(6)))
z = list(reversed([1, 2, 3]))
print y, z
