import sys
for x in 0, 1, 1.5, '', 'a', 'abcdefgh', None, True, (), (1,), (1, 2, 3), [], [1], {}, {'a': 1}, range(10), xrange(10), len, int, ValueError('x'), [].append:
    print type(x), sys.getsizeof(x)
def f():
    pass
print sys.getsizeof(f), sys.getsizeof(f.func_code), sys.getsizeof(sys)
try:
    sys.getsizeof()
except TypeError, e:
    print e
