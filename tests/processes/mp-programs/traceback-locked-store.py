from multiprocessing import Array
a=Array('i', [1, 2])
a[0] = 'x'
