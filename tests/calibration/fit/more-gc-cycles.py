import gc
gc.collect()
for i in range(20):
    a, b = [], {}
    a.append(b)
    b["a"] = a
a = b = None
print gc.collect(), gc.collect()
