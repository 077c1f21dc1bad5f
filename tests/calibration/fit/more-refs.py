import sys
a = [1, 2]
print sys.getrefcount(a)
b = [a, a, a]
print sys.getrefcount(a), sys.getsizeof(a), sys.getsizeof(b), sys.getsizeof(7), sys.getsizeof("abc")
b.pop()
del b
print sys.getrefcount(a), sys.maxint
