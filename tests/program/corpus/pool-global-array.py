# The workers find the shared array as a global name; only a number is pickled.
from multiprocessing import Pool, Array

shared = Array('i', range(1000), lock=False)

def total(start):
    result = start
    for item in shared:
        result += item
    return result

if __name__ == '__main__':
    workers = Pool(processes=5)
    print workers.map(total, range(5))
    workers.close()
    workers.join()
