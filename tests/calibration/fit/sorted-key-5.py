def k(a):
    return -a
x = range(5)
y = sorted(x, key=k)
