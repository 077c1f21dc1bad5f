from multiprocessing import Value
v = Value('i', 3)
v.value = 'x'
