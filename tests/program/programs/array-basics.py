from array import array
a = array('i', [1, 2, 3])
print a, len(a), a[0], a[-1], list(a), a.typecode, a.itemsize
a.append(4)
a[1] = 20
a.extend([5, 6])
print a, a[1:3], sum(a), 20 in a, a.index(20), a.count(3)
for x in a:
    print x,
print
print array('d', [1.5, 2]), array('c', 'abc'), array('l'), array('b', [1, -1]).itemsize
a.reverse()
print a, a.pop(), a.tolist()
