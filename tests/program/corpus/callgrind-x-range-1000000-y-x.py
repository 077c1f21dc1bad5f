x=range(1000000)
y=x[:]
