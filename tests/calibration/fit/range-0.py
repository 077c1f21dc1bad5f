range(0)
