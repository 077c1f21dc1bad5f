x = range(10)
x[::2] = 'abcde'
print x
x[::-3] = [0, 0, 0, 0]
print x
x[8:2:-2] = ['p', 'q', 'r']
print x
try:
    x[::2] = [1, 2]
except ValueError, e:
    print e
try:
    x[::0] = []
except ValueError, e:
    print e
print x
