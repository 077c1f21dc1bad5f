d = {"one": 1, "two": 2, "three": 3, "four": 4}
print sorted(d.keys()), sorted(d.values()), sorted(d.items())
for k, v in sorted(d.items()):
    print k, "=", v
e = d.copy()
e.update({"five": 5})
print len(e), e == d, dict(one=1, two=2) == d
for k in d.iterkeys():
    e[k] += 1
print sum(e.itervalues()), dict([("a", 1), ("b", 2)])
