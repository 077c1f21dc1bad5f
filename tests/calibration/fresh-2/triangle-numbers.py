n = 0
total = 0
while True:
    n += 1
    total += n
    if total % 2 == 1:
        continue
    if total > 1500:
        break
print n, total
