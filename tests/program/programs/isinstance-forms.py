for x in 1, 1.5, 'a', None, True, [], (), {}:
    print isinstance(x, int), isinstance(x, (int, float)), isinstance(x, str), isinstance(x, list), isinstance(x, (list, tuple, dict)), isinstance(x, object)
try:
    isinstance(1, 5)
except TypeError, e:
    print e
try:
    isinstance(1)
except TypeError, e:
    print e
try:
    raise KeyError('k')
except LookupError, e:
    print isinstance(e, KeyError), isinstance(e, IndexError), isinstance(e, Exception), type(e)
