for what in range(12):
    try:
        if what == 0:
            5[0]
        elif what == 1:
            None[0]
        elif what == 2:
            len[0]
        elif what == 3:
            [1]['a']
        elif what == 4:
            (1,)['a']
        elif what == 5:
            'a'[None]
        elif what == 6:
            x = 5
            x[0] = 1
        elif what == 7:
            x = None
            del x[0]
        elif what == 8:
            [1][1.0]
        elif what == 9:
            (1,)[3]
        elif what == 10:
            1.5[1:2]
        else:
            [1, 2, 3]['a':'b']
    except (TypeError, IndexError), e:
        print what, e
