range(2000000)
