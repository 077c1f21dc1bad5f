import sys
x = []
keep = []
for i in range(5):
    keep.append(x)
    print sys.getrefcount(x),
print
while keep:
    keep.pop()
print sys.getrefcount(x), sys.getsizeof([]), sys.getsizeof({}), sys.getsizeof(())
