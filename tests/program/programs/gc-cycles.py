import gc
gc.disable()
gc.collect()
for i in range(10):
    x = []
    x.append(x)
print gc.collect()
x = None
print gc.collect()
a = []
b = [a]
a.append(b)
a = b = None
print gc.collect()
d = {}
d['self'] = d
del d
print gc.collect(), gc.collect()
