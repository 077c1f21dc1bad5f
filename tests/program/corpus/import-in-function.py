def f():
    import sys
    from array import array as make
    import os as o
    return sys.maxint, make('i', [1, 2]), o is not None

print f()
