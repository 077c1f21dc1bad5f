x = [3, 1, 2]
x.append(4)
x.extend([5, 6])
x.insert(0, 0)
x.insert(-1, 9)
print x, x.index(9), x.count(1), x.pop(), x.pop(0), x
x.remove(9)
x.sort()
x.reverse()
print x, x[1:3], x[::-1], x[-2:], x * 2, x + [0], 3 in x, 7 not in x
x[1:3] = ['a', 'b', 'c']
print x
del x[0], x[-1]
x[::2] = [0, 0]
print x
try:
    x.remove(99)
except ValueError, e:
    print e
try:
    x[10]
except IndexError, e:
    print e
try:
    [].pop()
except IndexError, e:
    print e
try:
    x['a']
except TypeError, e:
    print e
x[:] = []
print x, [] == [], [1, 2] < [1, 3], [1] < [1, 0], [[1, [2]], 3]
a, (b, c), d = 1, (2, 3), 4
print a, b, c, d
