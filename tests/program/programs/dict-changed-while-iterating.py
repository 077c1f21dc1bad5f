d = {1: 1, 2: 2}
try:
    for k in d:
        d[k + 10] = 0
except RuntimeError, e:
    print e
for k in d.keys():
    del d[k]
print d
d = {'a': 1, 'b': 2}
try:
    for k, v in d.iteritems():
        del d[k]
except RuntimeError, e:
    print e
