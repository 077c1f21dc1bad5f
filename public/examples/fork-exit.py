# Watch the child copy nearly everything while it ends, because it frees what it never used.
import os
import sys

numbers = range(10000)
pid = os.fork()
if pid == 0:
    sys.exit(0)
os.wait()
print len(numbers), 'ints'
