from multiprocessing import Array
v = Array('i', [1], size=3)
