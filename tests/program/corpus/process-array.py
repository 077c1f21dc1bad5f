# Shared memory without reference counts in it.
import multiprocessing

def total(numbers, first, last):
    result = 0
    for i in xrange(first, last):
        result += numbers[i]
    return result

def main(n, count):
    numbers = multiprocessing.Array('i', n, lock=False)
    for i in xrange(n):
        numbers[i] = i
    step = n // count
    jobs = [multiprocessing.Process(target=total, args=(numbers, k * step, (k + 1) * step))
            for k in range(count)]
    for job in jobs: job.start()
    for job in jobs: job.join()

if __name__ == '__main__':
    main(1000, 5)
