print sum([1, 2, 3]), sum([]), sum([1.5, 2]), sum((1, 2), 10), sum([[1], [2]], []), sum(xrange(101))
print max(1, 2, 3), max([4, 9, 2]), max('hello'), min(3, 1), min([5]), max(1, 2.5), min('b', 'a'), max([1, 2], [1, 3])
print max(['aa', 'b'], key=len), min([-3, 2], key=abs), max({'x': 1, 'y': 0})
print abs(-3), abs(3), abs(-1.5), abs(True)
for what in range(5):
    try:
        if what == 0:
            sum(['a', 'b'])
        elif what == 1:
            max([])
        elif what == 2:
            min()
        elif what == 3:
            abs('a')
        else:
            sum(['a'], '')
    except (TypeError, ValueError), e:
        print what, e
