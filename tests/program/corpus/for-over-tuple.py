for i in 1, 2, 3:
    print i,
for c in 'abc':
    print c,
print
