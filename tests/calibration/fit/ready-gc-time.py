import gc
import time
print gc.isenabled()
