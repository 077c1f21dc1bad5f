x = range(20)
x.reverse()
x.sort()
