# A full collection in the child rewrites what no line of the program touches.
import gc, os

def child(collect):
    if collect:
        gc.collect()
    else:
        gc.disable()
    kept = [(i,) for i in range(2000)]
    os._exit(len(kept) != 2000)

cache = range(1000)
for collect in 0, 1:
    pid = os.fork()
    if pid == 0: child(collect)
    print os.waitpid(pid, 0)[1]
