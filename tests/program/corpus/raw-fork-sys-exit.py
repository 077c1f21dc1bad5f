# Leaving through sys.exit runs the interpreter's shutdown, which frees the list.
import os, sys
cache = range(1000)
pid = os.fork()
if not pid:
    sys.exit()
os.waitpid(pid, 0)
print 'parent'
