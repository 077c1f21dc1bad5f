x = range(300)
