from multiprocessing import Array
for i in range(2):
    a=Array('i', -1)
