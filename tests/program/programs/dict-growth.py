d = {}
for i in range(40):
    d[i * 7 % 41] = i
    if i % 8 == 7:
        print d
for i in range(0, 40, 3):
    del d[i]
print d
print len(d), d.keys()
