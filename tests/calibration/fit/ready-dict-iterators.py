d = {"a": 1, "b": 2}
print sorted(d.iterkeys())
print list(d.itervalues())
print list(d.iteritems())
print sorted(d.iterkeys())
