f = 2.5
y = int(f)
y = int(f)
y = int(f)
y = int(f)
