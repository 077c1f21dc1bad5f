x = map(str, range(40))
