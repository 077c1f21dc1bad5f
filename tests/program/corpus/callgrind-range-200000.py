range(200000)
