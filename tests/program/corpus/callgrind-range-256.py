range(256)
