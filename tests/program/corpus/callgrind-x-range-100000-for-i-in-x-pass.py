x=range(100000)
for i in x: pass
