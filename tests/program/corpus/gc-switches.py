import gc
gc.disable()
print gc.isenabled(), gc.get_threshold()
cache = [[i] for i in range(10)]
cache.append(cache)
del cache
gc.enable()
print gc.collect() > 0
