import sys
for thing in [0, 1, -1, 2 ** 31, 2 ** 63, 2 ** 100, 1.5, '', 'a', 'hello', (), (1,), (1, 2, 3), [], [1], [1, 2, 3], {}, {1: 2}, None, True, xrange(5), slice(1), len, 'a'.join, int, type]:
    print repr(type(thing)), sys.getsizeof(thing)
d = {}
for i in range(30):
    d[i] = i
    print sys.getsizeof(d),
print
def f(a, b=2):
    return a
print sys.getsizeof(f), sys.getsizeof(f.func_code), sys.getsizeof(sys), sys.getsizeof(ValueError()), sys.getsizeof(iter([])), sys.getsizeof(enumerate([])), sys.getsizeof(iter({})), sys.getsizeof(object())
