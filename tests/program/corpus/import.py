import sys
import gc, time
import os as operating_system
import sys, array as a
print sys.maxint, gc.isenabled()
