import os
print 'before'
pid = os.fork()
if pid == 0:
    print 'child'
    os._exit(3)
print os.wait()[1]
