import gc
x = range(3)
gc.collect()
