x = []
n = 7
for i in range(200):
    n = (n * 37 + 11) % 211
    x.append(n)
x.sort()
print x
x.reverse()
x.sort()
print x[:10], x[-10:]
y = range(100) + range(50)
y.sort()
print y[:20]
