for v in [1, 'a', 1.5, None, [], (), {}, True, len, type, 2L, ValueError, ValueError('x'), xrange(2)]:
    print type(v), isinstance(v, (int, str)), isinstance(v, object), bool(v)
print isinstance(True, int), issubclass(bool, int), issubclass(KeyError, LookupError), type(1) is int, type(type)
print int, str, type(None), type(len), type([].append), type(ValueError)
try:
    isinstance(1, 5)
except TypeError, e:
    print e
try:
    5()
except TypeError, e:
    print e
try:
    len(5)
except TypeError, e:
    print e
try:
    None.foo
except AttributeError, e:
    print e
try:
    [] + ()
except TypeError, e:
    print e
try:
    [] < 5, 1 + 'a'
except TypeError, e:
    print e
