import time
import gc
print gc.isenabled()
