s = 'python'
print s[0], s[-1], s[2:4], s[:2] + s[2:], s[::-1], s[1:-1], s[::2], s[10:]
for i in range(len(s)):
    print i, s[i], s[-i - 1], s[:i], s[i:]
try:
    s[6]
except IndexError, e:
    print e
try:
    s['a']
except TypeError, e:
    print e
try:
    s[0] = 'x'
except TypeError, e:
    print e
try:
    del s[0]
except TypeError, e:
    print e
