it = iter([1, 2, 3])
print it.next(), next(it), list(it), next(it, 'done')
try:
    it.next()
except StopIteration:
    print 'stop'
for i, c in enumerate('abc'):
    print i, c,
print
print zip([1, 2, 3], 'ab'), list(reversed([1, 2, 3])), list(enumerate('xy', 5)), zip()
x = [1, 2, 3]
for i in x:
    if i == 2:
        x.remove(i)
    print i,
print x
for i in xrange(10, 0, -3):
    print i,
else:
    print 'else'
print xrange(5), len(xrange(0, 10, 3)), xrange(10)[3], 3 in xrange(5), list(xrange(3))
for n in range(2, 12):
    for d in range(2, n):
        if n % d == 0:
            break
    else:
        print n,
