a = [1, 2, 3, 4]
b = ["w", "x", "y", "z"]
for n, s in zip(a, b):
    print n, s
print zip(a), zip(a, b, a)
print map(str, a), map(abs, [-1, 2])
print map(None, a, b), filter(None, [0, 1, "", 2])
