range(100000)
range(100000)
range(100000)
