import array
array.array('i', range(1000000))
