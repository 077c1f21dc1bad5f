a, b = 0, 1
for i in range(120):
    if i % 6 == 0:
        print i, a, repr(a)
    a, b = b, a + b
