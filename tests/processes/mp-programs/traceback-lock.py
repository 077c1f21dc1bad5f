from multiprocessing import Array
v = Array('i', [1], lock=3)
