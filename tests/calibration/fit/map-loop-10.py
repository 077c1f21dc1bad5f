x = map(str, range(10))
