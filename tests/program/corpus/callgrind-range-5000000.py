range(5000000)
