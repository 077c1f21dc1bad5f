x = [1e10, 1.5e-5, 123456789.125, 1e100, 3.14159265358979]
for v in x:
    print v
print x
