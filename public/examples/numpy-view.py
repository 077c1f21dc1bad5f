# Watch the view make no copy: numpy reads the shared memory in place.
from multiprocessing import Array, Process
import numpy

ITEMS = 10000
CHILDREN = 5


def walk(shared):
    for number in numpy.frombuffer(shared, 'i'):
        pass


def main():
    shared = Array('i', range(ITEMS), lock=False)
    children = [Process(target=walk, args=(shared,)) for n in range(CHILDREN)]
    for child in children:
        child.start()
    for child in children:
        child.join()

if __name__ == '__main__':
    main()
