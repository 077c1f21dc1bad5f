from multiprocessing import Array
Array('i', [1.5], lock=False)
