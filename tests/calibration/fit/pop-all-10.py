x = range(10)
while x:
    x.pop()
