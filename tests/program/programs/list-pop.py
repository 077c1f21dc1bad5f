x = range(8)
print x.pop(), x
print x.pop(0), x
print x.pop(-2), x
print x.pop(2), x
while x:
    print x.pop(),
print
try:
    x.pop()
except IndexError, e:
    print e
x = [1]
try:
    x.pop(3)
except IndexError, e:
    print e
try:
    x.pop('a')
except TypeError, e:
    print e
print x
