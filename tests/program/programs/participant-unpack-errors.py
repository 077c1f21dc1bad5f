try:
    a, b = 1, 2, 3
except ValueError, e:
    print e
try:
    a, b, c = [1, 2]
except ValueError, e:
    print e
try:
    a, b = 5
except TypeError, e:
    print e
for x, (y, z) in [(1, (2, 3)), ('a', 'bc')]:
    print x, y, z
def f(a, b=2, c=3):
    return a, b, c
print f(1), f(1, c=5), f(b=1, a=0), f(7, 8)
for bad in range(4):
    try:
        if bad == 0: f()
        if bad == 1: f(1, 2, 3, 4)
        if bad == 2: f(1, a=2)
        if bad == 3: f(1, d=2)
    except TypeError, e:
        print e
