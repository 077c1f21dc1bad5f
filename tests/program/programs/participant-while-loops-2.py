n = 27
steps = 0
while n != 1:
    if n % 2:
        n = 3 * n + 1
    else:
        n /= 2
    steps += 1
print steps
i = 0
while True:
    i += 1
    if i == 3:
        continue
    if i > 6:
        break
    print i,
else:
    print 'never'
print
while i:
    i -= 2
    if i < 0:
        break
else:
    print 'zero'
for i in range(3):
    for j in range(3):
        if j == 1:
            break
        print i, j,
print
def find(x, items):
    for i in items:
        try:
            if i == x:
                return i
        finally:
            print 'saw', i,
print find(2, [1, 2, 3])
for i in range(3):
    try:
        continue
    finally:
        print 'f', i,
