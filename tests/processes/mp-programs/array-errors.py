from multiprocessing import Array, Value
try:
    Array('q', 3)
except TypeError as e:
    print 'TypeError', e
except Exception as e:
    print type(e), e
try:
    Array('u?', 3)
except Exception as e:
    print type(e), e
try:
    Array('i', 'abc')
except Exception as e:
    print type(e), e
try:
    Array('i', -1)
except Exception as e:
    print type(e), e
try:
    Array('i', [1.5])
except Exception as e:
    print type(e), e
try:
    Array('i', 2.5)
except Exception as e:
    print type(e), e
a = Array('i', [1,2,3], lock=False)
try:
    a[3]
except Exception as e:
    print type(e), e
try:
    a[-4]
except Exception as e:
    print type(e), e
print a[-1], a[:], a[0:2], a[::2], len(a)
try:
    a['x']
except Exception as e:
    print type(e), e
try:
    a[0] = 'x'
except Exception as e:
    print type(e), e
try:
    a[3] = 1
except Exception as e:
    print type(e), e
a[0] = 2**31
print a[:]
a[0] = 2**40
print a[:]
a[0:2] = [7, 8]
print a[:]
try:
    a[0:2] = [7, 8, 9]
except Exception as e:
    print type(e), e
try:
    del a[0]
except Exception as e:
    print type(e), e
try:
    a.append(3)
except Exception as e:
    print type(e), e
v = Value('i', 5)
print v.value
v.value += 2
print v.value
print v
try:
    v.foo
except Exception as e:
    print type(e), e
b = Array('d', 3)
print b[:], len(b)
print 3 in a, 8 in a
c = Array('c', 'hello')
print c.value, c[0], c.raw
print list(a), sum(a), max(a)
try:
    Array('zz', 3)
except Exception as e:
    print type(e), e
try:
    a.value
except Exception as e:
    print type(e), e
