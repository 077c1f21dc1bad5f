x = [0] * 5
x[0] = 'a'
x[-1] = 'z'
x[2] = x[0]
print x
x[1], x[3] = x[4], 1.5
print x
x[2] += 'bc'
print x
try:
    x[5] = 1
except IndexError, e:
    print e
try:
    x[-6] = 1
except IndexError, e:
    print e
try:
    x['a'] = 1
except TypeError, e:
    print e
try:
    print x[5]
except IndexError, e:
    print e
