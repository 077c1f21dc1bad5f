import ctypes
from multiprocessing.sharedctypes import RawArray, Array
numbers = RawArray(ctypes.c_int, [1, 2, 3])
print numbers[0] + numbers[-1]
