import array
array.array('i', range(100000))
