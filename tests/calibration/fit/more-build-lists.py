for i in range(3):
    a = []
    b = [i]
    c = [i, i]
    d = [i, 2, i]
    e = [i, 2, 3, i]
    f = [i, 2, 3, 4, i]
    g = [i, 2, 3, 4, 5, i]
    h = [i, 2, 3, 4, 5, 6, i]
    k = [i, 2, 3, 4, 5, 6, 7, 8, i]
print len(k), a, h
