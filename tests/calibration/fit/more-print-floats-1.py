x = [0.5, 1.25, 3.0, 100.0, -2.75]
for v in x:
    print v
print x
