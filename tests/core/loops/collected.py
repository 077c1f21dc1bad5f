# Groups of int blocks: filled at once, disturbed, given back in part and as a whole, and made again.
import gc

x = range(9000)
y = x[:]
del x[::3]
gc.collect()
z = range(7000)
del y
del x
gc.collect()
w = range(12000)
for i in w:
    pass
del z
gc.collect()
a = range(300, 4000)
b = w[2000:]
del w
gc.collect()
c = [i for i in xrange(5000)]
del b, a
gc.collect()
d = range(8000)
for k in range(3):
    e = range(3000 + k)
    del e
    gc.collect()
