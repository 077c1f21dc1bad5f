range(300000)
