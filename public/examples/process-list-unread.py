# Watch the pages of the ints stay shared: no child touches their counts.
from multiprocessing import Process
import time

ITEMS = 10000
CHILDREN = 5


def wait(numbers):
    time.sleep(1)


def main():
    numbers = range(ITEMS)
    time.sleep(1)
    children = [Process(target=wait, args=(numbers,)) for n in range(CHILDREN)]
    for child in children:
        child.start()
    for child in children:
        child.join()

if __name__ == '__main__':
    main()
