x = range(60)
x.reverse()
x.sort()
