x=range(1000)
