x = range(300)
x = None
