range(1000)
