i = 0
while i < 8:
    i += 1
else:
    i = 0
