import os
import sys

cache = range(1000)
children = []
for n in range(5):
    pid = os.fork()
    if pid == 0:
        for item in cache:
            pass
        os._exit(0)
    children.append(pid)
for pid in children:
    if os.waitpid(pid, 0)[1] != 0:
        sys.exit(1)
print len(children)
