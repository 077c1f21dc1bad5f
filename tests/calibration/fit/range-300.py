range(300)
