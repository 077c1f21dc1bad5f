range(10000)
