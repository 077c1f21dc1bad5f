x=range(1000000)
del x
