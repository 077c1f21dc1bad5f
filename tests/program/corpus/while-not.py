x = 0
while not x:
    x = 1
while not x > 5 and x != 3:
    x += 1
print x
