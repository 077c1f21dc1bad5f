d = {'x': 1, 'y': 2, 'z': 3}
print d.keys(), d.values(), d.items()
print list(d.iterkeys()), list(d.itervalues()), list(d.iteritems())
for k in d:
    print k, d[k]
for k, v in d.iteritems():
    print k, v
for k, v in sorted(d.items()):
    print k, v
print sorted(d), len(d), max(d), min(d.values()), sum(d.values())
