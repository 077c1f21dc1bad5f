x=range(1000)
y=x[:]
