x = [1, 2]
y = x + [3]
print x, y
x += [4]
x += (5, 6)
x += 'z'
print x
print [0] * 4, 3 * [1, 2], [1] * 0, [1] * -1, 2 * []
x *= 2
print x
try:
    print [1] + (2,)
except TypeError, e:
    print e
try:
    print [1] * 1.5
except TypeError, e:
    print e
try:
    print [1] - [1]
except TypeError, e:
    print e
