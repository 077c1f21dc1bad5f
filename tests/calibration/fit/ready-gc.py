import gc
print gc.isenabled()
