import multiprocessing, numpy
shared = multiprocessing.RawArray('d', 10)
view = numpy.frombuffer(shared, dtype='float64')
view[0] = 1.5
print shared[0]
