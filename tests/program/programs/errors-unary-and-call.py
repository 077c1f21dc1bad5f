for what in range(10):
    try:
        if what == 0:
            -'a'
        elif what == 1:
            ~1.5
        elif what == 2:
            +[]
        elif what == 3:
            5()
        elif what == 4:
            'abc'(1)
        elif what == 5:
            None()
        elif what == 6:
            [1](0)
        elif what == 7:
            -None
        elif what == 8:
            {}()
        else:
            (1)(2)
    except TypeError, e:
        print what, e
