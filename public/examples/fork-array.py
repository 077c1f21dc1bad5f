# Watch the child read all numbers and copy none of their pages.
import os
from array import array

numbers = array('i', range(10000))
pid = os.fork()
if pid == 0:
    for number in numbers:
        pass
    os._exit(0)
os.wait()
print 'the child has ended'
