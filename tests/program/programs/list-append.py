x = []
for i in range(12):
    x.append(i * i)
    print len(x), x
print x.append(None)
print x[-1]
