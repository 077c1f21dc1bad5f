print 0.1, 1.0 / 3, 2.5e-7, 1e22, 100.0
print repr(0.1), str(2.0 / 7), -1.5
for i in range(4):
    print i / 4.0, i * 1.1
print 0.1 + 0.2, 3.0 * 7
