import sys
for n in (2, 4, 7, 12, 33):
    x = [(i * 37 + 11) % 101 for i in range(n)]
    x.sort()
    y = sorted(x, reverse=True)
    y.sort()
    x.reverse()
    x.sort()
    print x[0], y[-1]
