x=range(100000)
