def counted(n):
    i = 0
    s = 0
    t = 5
    while i < n:
        i = i + 1
        s += i
        if i >= 1700:
            t = t - 3
        else:
            t = t + 2
    return i, s, t

i = 0
while i < 3000:
    i += 1
print i, counted(3000)
j = 9000
while j > 2000:
    j -= 3
    if j == 4002:
        print "there"
    if j != 3000:
        continue
    print "here"
print j
k = 0
while True:
    k += 1
    if k >= 2500:
        break
print k
while k != 5000:
    k = k + 1
    older = old = k
print k, old, older
