import sys
for x in 1, 1.5, 'a', None, True, [], (), {}, xrange(3), len, range, int, ValueError, type, sys, [].append, ''.join:
    print type(x)
def f():
    pass
print type(f), type(f()), type(sys.exit), type(1) is int, type('') == str, type([]) is list, type(type(1)) is type
print int, str, list, dict, tuple, float, bool, type, object, ValueError, KeyError, Exception
print len, range, [len], sys, type(iter([])), type(iter(())), type(iter('')), type(iter({})), type({}.iteritems())
