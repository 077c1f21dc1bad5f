from multiprocessing import Pool
Pool(0)
