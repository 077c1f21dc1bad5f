import array
a = array.array('i', [1, 2, 3])
a.append(4)
a.extend([5, 6])
print a, len(a), a[0], a[-1], a[1:3], a.typecode, a.itemsize
a[0] = 10
del a[1]
print a.tolist(), a.index(4), a.count(5), sum(a), max(a)
a.reverse()
print a, a.pop(), a.pop(0)
b = array.array('d', [0.5, 1.5])
print b, b + b, b * 2
try:
    a.append('x')
except TypeError, e:
    print e
try:
    a.append(2 ** 40)
except OverflowError, e:
    print e
print array.array('c', 'hello'), array.array('i') == array.array('i', []), a in [a]
for x in b:
    print x,
