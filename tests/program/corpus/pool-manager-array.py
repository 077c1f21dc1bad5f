# A manager's array lives in a process of its own; every item is fetched from there.
from multiprocessing import Manager, Pool

def total(numbers):
    return sum([numbers[i] for i in range(len(numbers))])

if __name__ == '__main__':
    manager = Manager()
    numbers = manager.list(range(20))
    pool = Pool(2)
    print pool.map(total, [numbers, numbers])
    pool.close()
    pool.join()
