def local(n):
    for i in xrange(n):
        pass
    return i

def walked(x):
    for v in x:
        pass
    return v

x = range(3000)
for v in x:
    pass
for i in xrange(2500):
    pass
print i, v, local(2600), walked(x)
for i in xrange(-5000, 4000, 3):
    pass
for i in xrange(5000, -400, -7):
    last = i
words = ["a", "b", "c"] * 700
for w in words:
    pass
mixed = [1, 2.5, "c", None, 70000] * 300
for w in mixed:
    other = w
print i, last, w, other
for a in xrange(40):
    for b in xrange(300):
        pass
print a, b
