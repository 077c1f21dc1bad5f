x = [1 / 3.0, 2 / 7.0, 10 / 6.0, 22 / 7.0, 0.1 + 0.7]
for v in x:
    print v
print x
