x = [[1, 2], [3, 4], ()]
print x
print x
print x
