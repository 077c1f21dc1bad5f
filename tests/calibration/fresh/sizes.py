import sys
x = []
last = sys.getsizeof(x)
for i in range(40):
    x.append(i)
    size = sys.getsizeof(x)
    if size != last:
        print len(x), size - last
        last = size
