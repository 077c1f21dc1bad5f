history = []
def record(x):
    history.append(x)
    return len(history)
for i in range(1000):
    record(i * i)
print len(history), history[-1], sum(history), history[10:15]
big = []
for i in xrange(3000):
    big.append(str(i))
print len(''.join(big)), big[-3:]
nested = []
for i in range(100):
    nested.append(range(i))
print sum(map(len, nested)), sum([sum(n) for n in nested])
del nested[::2]
print len(nested), nested[1]
d = {}
for i in xrange(1000):
    d[i * 7 % 1000] = i
print len(d), d[7], sum(d.itervalues())
