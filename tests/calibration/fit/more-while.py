n = 27
steps = 0
while n != 1 and steps < 60:
    if n % 2:
        n = 3 * n + 1
    else:
        n = n / 2
    steps += 1
print n, steps
while True:
    steps -= 7
    if steps < 0:
        break
    if steps % 3 == 0:
        continue
    n += steps
else:
    print "no"
print n
