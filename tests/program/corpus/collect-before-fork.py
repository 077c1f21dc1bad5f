import gc
from multiprocessing import Process, Array

def child(numbers):
    for number in numbers:
        pass

numbers = Array('i', range(1000), lock=False)
gc.collect()
p = Process(target=child, args=[numbers])
p.start()
p.join()
print p.exitcode
