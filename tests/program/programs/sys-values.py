import sys
print sys.maxint, sys.argv, type(sys.argv), sys.version_info[0], sys.version_info[:2], sys.byteorder
print sys.getrecursionlimit(), type(sys.modules), __name__, sys.maxint == 2 ** 63 - 1
print sys
