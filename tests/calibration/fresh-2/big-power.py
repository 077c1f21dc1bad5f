n = 1
for i in range(1, 26):
    n = n * i
print n
print 2 ** 100
print len(str(2 ** 200))
print n % 1000007, n / 10 ** 20
