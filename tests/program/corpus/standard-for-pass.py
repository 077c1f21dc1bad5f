x = range(300)
for i in x: pass
