x=range(1000)
del x
