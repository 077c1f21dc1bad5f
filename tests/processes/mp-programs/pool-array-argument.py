# Watch map fail: what it sends to its workers is pickled, and a shared array refuses that.
from multiprocessing import Array, Pool

ITEMS = 10000
WORKERS = 5


def walk(numbers):
    for number in numbers:
        pass


def main():
    shared = Array('i', range(ITEMS), lock=False)
    pool = Pool(WORKERS)
    pool.map(walk, [shared for worker in range(WORKERS)])

if __name__ == '__main__':
    main()
