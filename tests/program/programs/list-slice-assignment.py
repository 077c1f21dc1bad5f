x = range(6)
x[1:3] = ['a', 'b', 'c']
print x
x[:2] = []
print x
x[2:2] = [7, 8, 9]
print x
x[100:] = 'end'
print x
x[:] = [1]
print x
x[5:1] = (2, 3)
print x
x[1:2] = x
print x
try:
    x[1:2] = 5
except TypeError, e:
    print e
