squares = [n * n for n in range(50)]
cubes = [n ** 3 for n in range(50)]
both = [n for n in cubes if n in squares]
print both
print sum(squares), sum(cubes), len(both)
