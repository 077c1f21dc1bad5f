def k(a):
    return -a
x = range(20)
y = sorted(x, key=k)
