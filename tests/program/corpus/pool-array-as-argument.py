# A shared array cannot be pickled: map raises.
import multiprocessing

def first(numbers):
    return numbers[0]

if __name__ == '__main__':
    numbers = multiprocessing.Array('i', 10, lock=False)
    pool = multiprocessing.Pool(2)
    try:
        pool.map(first, [numbers, numbers])
    except Exception, error:
        print error.__class__.__name__
    finally:
        pool.terminate()
