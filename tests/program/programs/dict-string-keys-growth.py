d = {}
for i in range(60):
    d['key%d' % i] = i
print d.keys()
for i in range(0, 60, 2):
    del d['key%d' % i]
print d.keys()
d['new'] = 1
print d.items()[:5]
