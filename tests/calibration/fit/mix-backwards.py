x = [4, 8, 15, 16, 23]
for v in reversed(x):
    print v,
print
for i, v in enumerate(x):
    print i * v,
print
for a, b in zip(x, reversed(x)):
    print a - b,
print
