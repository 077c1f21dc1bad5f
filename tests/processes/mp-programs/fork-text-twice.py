import os, sys
print 'before'
pid = os.fork()
if pid == 0:
    print 'child'
    sys.exit(3)
print os.wait()[1]
