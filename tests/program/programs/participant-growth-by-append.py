import sys
x = []
last = sys.getsizeof(x)
print 0, last
for i in range(60):
    x.append(i)
    size = sys.getsizeof(x)
    if size != last:
        print i + 1, size, (size - sys.getsizeof([])) / 8
        last = size
while x:
    x.pop()
    size = sys.getsizeof(x)
    if size != last:
        print len(x), size
        last = size
