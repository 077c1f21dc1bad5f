for what in range(11):
    try:
        if what == 0:
            None.x
        elif what == 1:
            [].nope
        elif what == 2:
            'a'.nope()
        elif what == 3:
            (5).nope
        elif what == 4:
            {}.nope
        elif what == 5:
            [].x = 1
        elif what == 6:
            None.x = 1
        elif what == 7:
            len.nope
        elif what == 8:
            import sys
            sys.nope
        elif what == 9:
            del [].append
        else:
            (1.5).nope
    except AttributeError, e:
        print what, e
