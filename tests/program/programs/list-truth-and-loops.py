for x in [], [0], [[]], '', ' ', 0, 0.0, 0.1, (), (0,), {}, {0: 0}, None, True, False:
    if x:
        print repr(x), 'is true'
    else:
        print repr(x), 'is false'
    print not x, x and 1, x or 2
