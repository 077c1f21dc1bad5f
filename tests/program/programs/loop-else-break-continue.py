for i in range(5):
    if i == 3:
        break
    print i,
else:
    print 'no break',
print
for i in range(3):
    continue
else:
    print 'else', i
n = 10
while n:
    n -= 3
    if n < 0:
        break
    print n,
else:
    print 'even'
print n
for i in []:
    print 'never'
else:
    print 'empty'
for i in range(3):
    for j in range(3):
        if j == i:
            continue
        if i == 2:
            break
        print i, j,
print
