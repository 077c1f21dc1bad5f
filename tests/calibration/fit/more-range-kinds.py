for a in (0, 1, 5):
    print range(a), range(a, 8), range(a, 20, 5), range(10, a, -3)
print len(range(1000)), range(300)[299], sum(xrange(100)), list(xrange(2, 9, 3)), len(xrange(7))
