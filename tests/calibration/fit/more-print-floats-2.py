x = [0.1, 2.3, 7.77, 1234.5678, 99.99]
for v in x:
    print v
print x
