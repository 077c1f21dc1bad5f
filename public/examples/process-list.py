# Watch each child copy the pages of the ints it reads: the loop raises and lowers their counts.
from multiprocessing import Process
import time

ITEMS = 10000
CHILDREN = 5


def walk(numbers):
    for number in numbers:
        pass
    time.sleep(1)


def main():
    numbers = range(ITEMS)
    time.sleep(1)
    children = [Process(target=walk, args=(numbers,)) for n in range(CHILDREN)]
    for child in children:
        child.start()
    for child in children:
        child.join()

if __name__ == '__main__':
    main()
