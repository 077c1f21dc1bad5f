# Watch the pages that grow: map pickles the list in the parent, and every worker builds its own.
from multiprocessing import Pool
import time

ITEMS = 10000
WORKERS = 5


def walk(numbers):
    for number in numbers:
        pass
    time.sleep(1)


def main():
    numbers = range(ITEMS)
    time.sleep(1)
    pool = Pool(WORKERS)
    pool.map(walk, [numbers for worker in range(WORKERS)])
    pool.close()
    pool.join()

if __name__ == '__main__':
    main()
