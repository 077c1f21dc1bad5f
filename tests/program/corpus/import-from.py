from time import sleep
from sys import maxint, getsizeof as size
from gc import (collect, enable,
                disable as off,)
from multiprocessing.sharedctypes import RawArray
print maxint, size is not None
