import sys
print sys.maxint, sys.maxint + 1, -sys.maxint - 1, -sys.maxint - 2
x = sys.maxint
x += 1
print x, repr(x), str(x), type(x)
print sys.maxint * 2, sys.maxint * sys.maxint, 2 ** 63, 2 ** 62, 2 ** 64, 1 << 63, 1 << 62
print -(-sys.maxint - 1), abs(-sys.maxint - 1), (-sys.maxint - 1) / -1
print type(2 ** 63 - 1), 2 ** 63 - 1, int(2 ** 63 - 1), type(int(2 ** 63 - 1))
print [2 ** 63], (2 ** 70,), {2 ** 65: 1}
