import gc
print gc.isenabled(), gc.get_threshold()
gc.collect()
a = []
a.append(a)
del a
b = {}
b['me'] = b
c = [b]
b['c'] = c
del b, c
print gc.collect()
print gc.collect(), gc.garbage
gc.disable()
print gc.isenabled()
gc.enable()
x = [[] for i in range(10)]
for i in range(10):
    x[i].append(x[(i + 1) % 10])
del x
print gc.collect()
