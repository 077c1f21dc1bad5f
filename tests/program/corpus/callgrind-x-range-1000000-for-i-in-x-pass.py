x=range(1000000)
for i in x: pass
