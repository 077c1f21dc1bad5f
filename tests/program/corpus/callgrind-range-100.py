range(100)
