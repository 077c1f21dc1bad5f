class A:
    f = lambda self: 1
    x = = 2
