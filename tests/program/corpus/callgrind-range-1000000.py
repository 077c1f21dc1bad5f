range(1000000)
