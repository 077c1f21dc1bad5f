i = 0
while i < 40:
    i = i + 1
