s = ''
for i in range(10):
    s += str(i)
    s = s + '-'
print s, len(s)
print 'a' 'b', 'a' + 'b', 'ab' * 3, 3 * 'ab', 'x' * 0, 'x' * -1, '' * 5
try:
    'a' + 1
except TypeError, e:
    print e
try:
    1 + 'a'
except TypeError, e:
    print e
try:
    'a' * 'b'
except TypeError, e:
    print e
try:
    'a' - 'b'
except TypeError, e:
    print e
t = s
s += 'more'
print t, s
