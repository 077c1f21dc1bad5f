import sys
d = {}
last = 0
for i in range(200):
    d[i] = None
    if sys.getsizeof(d) != last:
        last = sys.getsizeof(d)
        print len(d), last
d.clear()
print sys.getsizeof(d)
print sys.getsizeof({1: 1, 2: 2}), sys.getsizeof(dict(a=1))
