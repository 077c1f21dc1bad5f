for what in range(6):
    try:
        if what == 0:
            1 / 0
        elif what == 1:
            1 // 0
        elif what == 2:
            1 % 0
        elif what == 3:
            1.0 / 0
        elif what == 4:
            1.5 % 0
        else:
            0 ** -1
    except ZeroDivisionError, e:
        print what, e
