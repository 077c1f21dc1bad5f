list(range(1000))
