import gc
print gc.isenabled(), gc.get_threshold()
gc.disable()
a = []
a.append(a)
del a
print gc.collect()
gc.enable()
print gc.isenabled(), len(gc.get_count())
