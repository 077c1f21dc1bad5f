x = range(5)
for i in x:
    if i < 3:
        x.append(i + 10)
    print i,
print
x = range(6)
for i in x:
    x.remove(i)
print x
x = [1, 2, 3]
for i in x:
    x[:] = []
print x
