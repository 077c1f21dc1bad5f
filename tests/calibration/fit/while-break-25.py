i = 0
while True:
    i += 1
    if i == 25:
        break
