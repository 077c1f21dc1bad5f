print range(3), len(xrange(5)), list((1, 2)), tuple([3]), sum([1, 2]), max(1, 5), min(2, 3)
print sorted([3, 1]), list(reversed([1, 2])), list(enumerate('ab')), zip([1], [2])
print map(abs, [-1]), filter(None, [0, 1]), abs(-2), int('5'), str(5), repr('a')
print isinstance(1, int), type(1) is int, id(1) == id(1)
