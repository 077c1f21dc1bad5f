range(500000)
