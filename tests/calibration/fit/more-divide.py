t = 0
for a in range(-5, 60, 7):
    t = t + a / 4 + a // 9 - a % 4
    if a / 3 > 5:
        t -= 1
print t, 7 / 2, -7 / 2, 7 % -2
