s = 0.0
for i in range(1, 20):
    s += i
    s = s * 2 - i / 4.0
    if s > i:
        s -= 10 * i
print s, 2 * 1.5, 1.5 * 2, 3 - 0.5, 3 / 1.5, 2 ** 0.5, 1.5 ** 2
