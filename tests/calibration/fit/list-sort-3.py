x = range(3)
x.reverse()
x.sort()
