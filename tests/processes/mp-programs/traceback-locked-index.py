from multiprocessing import Array
a=Array('i', [1, 2])
print a[5]
