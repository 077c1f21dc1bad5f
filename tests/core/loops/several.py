# Turns that make several ints, read and store items by subscript, or go two or three ways by turns.
n = 1500
c = 300
y = [0] * n
x = range(n)
for i in xrange(300, n):
    if i % 2:
        c += 1
for i in xrange(n):
    y[i] += 1
s = 1000
for i in xrange(300, n):
    s += x[i]
for i in xrange(300, n):
    if i % 3 == 0:
        s += i
    else:
        c += 2
for v in x:
    if v % 2 == 0:
        s += v
k = 300
while k < n:
    z = k * k
    k += 1
for i in xrange(n):
    x[i] = y[i]
for i in xrange(300, n - 1):
    x[i] = x[i + 1]
for i in xrange(300, n - 1):
    y[i + 1] = y[i]


def f(m):
    total = 500
    for j in xrange(300, m):
        w = j * 3
        if j % 4 == 1:
            total += w
        else:
            total -= 1
    return total


f(n)
print s, c, k, z, sum(x), sum(y)
a = [0] * 900
a[400] = 5000
a[500] = 7
for i in xrange(300, 900):
    a[i] += 1
for i in xrange(300, 900):
    a[i] = a[i] * 2
for i in xrange(300, 900):
    if i % 2 == 1: continue
    c += a[i]
