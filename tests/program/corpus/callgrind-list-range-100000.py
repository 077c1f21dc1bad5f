list(range(100000))
