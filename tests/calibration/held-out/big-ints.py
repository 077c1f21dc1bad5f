x = []
for i in range(250, 400):
    x.append(i * i)
y = x[10:60]
z = y + x[:5]
print len(z), z[0], z[-1], sum(z)
del x
