# Five processes read a list that the parent made before it started them.
from multiprocessing import Process
import time

CACHE = range(1000)
PAUSE = 0

def read_all(cache):
    time.sleep(PAUSE)
    total = 0
    for item in cache:
        total += item
    time.sleep(PAUSE)

if __name__ == '__main__':
    children = [Process(target=read_all, args=(CACHE,)) for n in range(5)]
    for child in children:
        child.start()
    for child in children:
        child.join()
