x = range(10)
x = None
