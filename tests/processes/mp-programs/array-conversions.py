from multiprocessing import Array, Value, RawArray
from multiprocessing.sharedctypes import RawValue
def show(code, given):
    try:
        x = Array(code, given, lock=False)
        print (x[:], len(x))
    except Exception as e:
        print type(e).__name__, e
show('d', ['x'])
show('d', [1])
show('f', [1.1, 2])
show('c', 'abc')
show('c', ['ab'])
show('c', [1])
show('b', [300])
show('B', [-1])
show('h', [70000])
show('H', [70000, -1])
show('I', [-1])
show('l', [2**62])
show('i', [2**70])
show('l', [2**70])
show('i', [None])
try:
    Array('i', 5, foo=3)
except Exception as e:
    print type(e).__name__, e
try:
    Array('i')
except Exception as e:
    print type(e).__name__, e
show('i', True)
show('i', 0)
show('i', [])
show('i', (1, 2))
show('i', xrange(4))
show('i', {3: 4})
a = RawArray('i', 3)
try:
    a[0:1] = 5
except Exception as e:
    print type(e).__name__, e
try:
    a['x'] = 5
except Exception as e:
    print type(e).__name__, e
try:
    a[::2] = [1, 2]
    print a[:], a[::-1], a[5:9]
except Exception as e:
    print type(e).__name__, e
try:
    a.foo = 3
    print a.foo
except Exception as e:
    print type(e).__name__, e
try:
    a + a
except Exception as e:
    print type(e).__name__, e
try:
    print a == a, a != a, bool(a), 5
except Exception as e:
    print type(e).__name__, e
try:
    for i in a: a[0] = 9
    print a[0], list(a), tuple(a), min(a), sorted(a)
    del a[0:1]
except Exception as e:
    print type(e).__name__, e
try:
    a[1.5]
except Exception as e:
    print type(e).__name__, e
try:
    a()
except Exception as e:
    print type(e).__name__, e
v = RawValue('d', 2)
print v, v.value
v.value = 5
print v.value
try:
    v.value = 'x'
except Exception as e:
    print type(e).__name__, e
v = Value('i')
print v.value
try:
    print Value('i', 'x')
except Exception as e:
    print type(e).__name__, e
try:
    print Value('i', 1, 2)
except Exception as e:
    print type(e).__name__, e
try:
    print Value('i', 1, lock=False)
except Exception as e:
    print type(e).__name__, e
try:
    print Value('c', 'x')
except Exception as e:
    print type(e).__name__, e
try:
    print Value('d', 1.5)
except Exception as e:
    print type(e).__name__, e
v = Value('d', 1.5)
v.get_lock().acquire()
v.value += 1
v.get_lock().release()
print v.value, v.get_obj()
try:
    print Value('zz')
except Exception as e:
    print type(e).__name__, e
v.value = 9
print v.value
b = Array('i', [3, 4])
b[0:2] = [5, 6]
print b[:], b[0], b[-1], len(b), list(b)
try:
    b[2]
except Exception as e:
    print type(e).__name__, e
try:
    b.foo
except Exception as e:
    print type(e).__name__, e
try:
    a.foo2
except Exception as e:
    print type(e).__name__, e
s = Array('c', 10)
s.value = 'hey'
print s.value, len(s), repr(s.raw)
s[0] = 'H'
print s.value, repr(s[:])
