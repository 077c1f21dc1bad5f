import gc
print gc.isenabled(), gc.get_threshold()
gc.disable()
print gc.isenabled()
gc.enable()
print gc.isenabled()
gc.set_threshold(500, 5, 5)
print gc.get_threshold()
print type(gc.get_count()), len(gc.get_count())
gc.collect()
print gc.collect(), gc.garbage
