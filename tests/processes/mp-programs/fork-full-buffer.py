import os, sys
print 'x' * 3000
if os.fork() == 0:
    print 'y' * 3000
    os._exit(0)
os.wait()
print 'z' * 3000
