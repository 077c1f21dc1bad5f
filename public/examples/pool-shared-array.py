# Watch the shared pages stay shared: the array holds plain numbers, and reading them writes nothing.
from multiprocessing import Array, Pool
import time

ITEMS = 10000
WORKERS = 5
shared = None


def walk(worker):
    for number in shared:
        pass
    time.sleep(1)


def main():
    global shared
    shared = Array('i', range(ITEMS), lock=False)
    time.sleep(1)
    pool = Pool(WORKERS)
    pool.map(walk, range(WORKERS))
    pool.close()
    pool.join()

if __name__ == '__main__':
    main()
