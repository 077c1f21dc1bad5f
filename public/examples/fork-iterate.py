# Watch a child copy every page of ints only because it reads them: each loop turn counts up and down.
import os
import time

numbers = range(10000)
time.sleep(1)
pid = os.fork()
if pid == 0:
    time.sleep(1)
    for number in numbers:
        pass
    time.sleep(1)
    os._exit(0)
os.wait()
print len(numbers), 'ints'
