n = 837799
steps = 0
top = n
while n != 1:
    if n % 2:
        n = 3 * n + 1
    else:
        n /= 2
    if n > top:
        top = n
    steps += 1
print steps, top
x = 1
for i in range(64):
    x *= 3
print x, x % 1000, x / 10 ** 20
