for i, c in enumerate("xyz"):
    print i, c
for i, v in enumerate([10, 20, 300], 5):
    print i, v
pairs = list(enumerate(["p", "q"]))
print pairs
