# An array.array inherited by fork: no counts, no copies.
from array import array
from multiprocessing import Process

numbers = array('i', xrange(1000))

def read():
    total = 0
    for number in numbers:
        total += number

children = [Process(target=read), Process(target=read)]
for child in children: child.start()
for child in children: child.join()
print len(numbers), numbers.itemsize
