import sys
x = []
last = sys.getsizeof(x)
for i in range(100):
    x.append(i)
    if sys.getsizeof(x) != last:
        last = sys.getsizeof(x)
        print len(x), last
while x:
    x.pop()
    if sys.getsizeof(x) != last:
        last = sys.getsizeof(x)
        print len(x), last
print sys.getsizeof([0] * 7), sys.getsizeof(range(7)), sys.getsizeof([i for i in range(7)]), sys.getsizeof(list(xrange(7)))
