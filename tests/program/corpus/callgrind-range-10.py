range(10)
