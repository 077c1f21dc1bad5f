import os, sys
print 'one',
pid = os.fork()
if pid == 0:
    print 'child'
    sys.stdout.flush()
    os._exit(0)
os.wait()
sys.stdout.flush()
print 'two'
pid = os.fork()
if pid == 0:
    if os.fork() == 0:
        print 'grandchild'
        sys.exit(0)
    os.wait()
    [][1]
os.wait()
print 'end'
