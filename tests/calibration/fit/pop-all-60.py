x = range(60)
while x:
    x.pop()
