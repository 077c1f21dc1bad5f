# Watch the collector copy the pages of lists that no line of the child uses.
import gc
import os

rows = [[n] for n in range(5000)]
pid = os.fork()
if pid == 0:
    gc.collect()
    os._exit(0)
os.wait()
print len(rows), 'rows'
