g = 1
def f(a, b):
    global g
    del a
    del g
    c = [b]
    del c[0], b
    return c

print f(1, 2)
