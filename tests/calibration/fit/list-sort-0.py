x = range(0)
x.reverse()
x.sort()
