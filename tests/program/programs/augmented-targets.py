x = [1, 2, 3]
d = {'n': 0}
for i in range(3):
    x[i] += 10
    x[-1] *= 2
    d['n'] -= i
    x[i:i + 1] += [i]
print x, d
s = 'a'
s *= 3
s += 'b'
print s
t = (1,)
u = t
t += (2,)
print t, u
y = z = [1]
y += [2]
y = y + [3]
print y, z
def index():
    print 'once',
    return 0
x[index()] += 5
print x[0]
t = ([],)
try:
    t[0] += [1]
except TypeError, e:
    print e, t
