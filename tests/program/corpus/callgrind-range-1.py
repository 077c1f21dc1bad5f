range(1)
