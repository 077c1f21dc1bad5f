x=range(100000)
y=x[:]
