# Watch 1000 numbers take 4 bytes each, and an int being made only when one is read.
import sys
from array import array

plain = range(1000)
packed = array('i', plain)
print sys.getsizeof(plain), packed.itemsize * len(packed)
total = 0
for n in packed:
    total += n
print total
