x=range(100000)
del x
