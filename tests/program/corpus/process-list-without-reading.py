# As process-list, but the children leave the list alone.
import time
from multiprocessing import Process

cache = range(1000)

def wait(items):
    time.sleep(0)

children = []
for n in range(5):
    child = Process(target=wait, args=(cache,))
    child.start()
    children.append(child)
while children:
    children.pop().join()
