x = []
for i in range(12):
    x = x + [i, i * i]
print len(x), x[-1]
y = [0] * 5 + x[:4] + [1]
print y
