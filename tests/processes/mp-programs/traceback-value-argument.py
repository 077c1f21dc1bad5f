from multiprocessing import Value
v = Value('i', 'x')
