from multiprocessing import Array, Value
a = Array('i', [1, 2, 3])
print a[:], a[0], len(a)
a.acquire()
a[0] = 5
a.release()
for x in a:
    print x
print a.get_lock()
a.get_lock().acquire()
print a.get_lock()
a.get_lock().release()
print a.get_obj()[0]
try:
    a.release()
except AssertionError as e:
    print e
v = Value('d', 1.5)
v.value *= 2
print v.value, v
