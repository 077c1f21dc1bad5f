x = range(10)
print x[2:5], x[:3], x[7:], x[:], x[-3:], x[:-7], x[5:2]
print x[::2], x[1::3], x[::-1], x[8:2:-2], x[-1:-5:-1]
print x[100:], x[-100:3], x[3:100], x[:0], x[::100], x[::-100]
print 'abcdef'[1:4], 'abcdef'[::-1], 'abcdef'[::2], 'abc'[5:]
print (1, 2, 3, 4)[1:3], (1, 2, 3, 4)[::-2]
try:
    x[::0]
except ValueError, e:
    print e
try:
    x['a':]
except TypeError, e:
    print e
