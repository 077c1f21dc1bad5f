# Watch the messages: the array lives in the manager's process, and the workers hold only its address.
from multiprocessing import Manager, Pool

ITEMS = 1000
WORKERS = 5


def walk(numbers):
    for i in range(ITEMS):
        numbers[i]


def main():
    manager = Manager()
    numbers = manager.Array('i', range(ITEMS))
    pool = Pool(WORKERS)
    pool.map(walk, [numbers for worker in range(WORKERS)])
    pool.close()
    pool.join()

if __name__ == '__main__':
    main()
