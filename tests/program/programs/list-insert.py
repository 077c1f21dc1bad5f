x = []
x.insert(0, 'a')
x.insert(0, 'b')
x.insert(100, 'z')
x.insert(-1, 'y')
x.insert(-100, 'first')
x.insert(2, 'c')
print x
for i in range(10):
    x.insert(i, i)
print x
try:
    x.insert(1)
except TypeError, e:
    print e
try:
    x.insert('a', 1)
except TypeError, e:
    print e
