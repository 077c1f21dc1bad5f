x=range(1000)
for i in x: pass
