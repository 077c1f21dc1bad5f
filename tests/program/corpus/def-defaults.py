start = 1
def f(a, b=2, c=start, d=None, e=[]):
    e.append(a)
    return a, b, c, d, len(e)

print f(1)
print f(1, 3, d=4)
print f(b=5, a=6)
