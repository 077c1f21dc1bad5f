import sys
x = []
y = sys.getrefcount(x)
y = sys.getrefcount(x)
y = sys.getrefcount(x)
y = sys.getrefcount(x)
