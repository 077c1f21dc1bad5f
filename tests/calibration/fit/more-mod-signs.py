x = 0
for a in [-7, -6, 0, 6, 7, 100]:
    for b in [-3, 3, 5, -100]:
        x += a % b
        x += a // b
print x
