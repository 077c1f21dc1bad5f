range(100000)
