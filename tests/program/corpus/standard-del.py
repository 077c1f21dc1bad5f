x = range(300)
del x
