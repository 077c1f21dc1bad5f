import time
from array import array
a = array("i", [1, 2, 3])
a.append(4)
print a[2], len(a), a, sum(a)
for v in a:
    print v,
print
