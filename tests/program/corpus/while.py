n = 5
while n:
    n -= 1
print n
while n < 3:
    n += 1
    if n == 2: continue
    print n
else:
    print 'done'
