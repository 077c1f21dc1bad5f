# Watch the children read one array: a forked child gets its arguments without pickling.
from multiprocessing import Array, Process
import time

ITEMS = 10000
CHILDREN = 5


def walk(numbers):
    for number in numbers:
        pass
    time.sleep(1)


def main():
    shared = Array('i', range(ITEMS), lock=False)
    time.sleep(1)
    children = [Process(target=walk, args=(shared,)) for n in range(CHILDREN)]
    for child in children:
        child.start()
    for child in children:
        child.join()

if __name__ == '__main__':
    main()
