# A pool pickles its arguments: every worker gets a list of its own.
from multiprocessing import Pool

def total(items):
    result = 0
    for item in items:
        result += item
    return result

if __name__ == '__main__':
    cache = range(1000)
    pool = Pool(5)
    print pool.map(total, [cache] * 5)
    pool.close()
    pool.join()
