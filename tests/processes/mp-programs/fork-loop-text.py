import os, sys
sys.stdout.write('head ')
sys.stderr.write('told\n')
for i in range(3):
    if os.fork() == 0:
        sys.stdout.write('child %d ' % i)
        sys.exit()
    os.wait()
    sys.stdout.write('parent %d ' % i)
print
