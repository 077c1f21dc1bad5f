for what in range(7):
    try:
        if what == 0:
            print 1.5 + 'a'
        elif what == 1:
            print 1.5 % 0.0
        elif what == 2:
            print 1.5 // 0
        elif what == 3:
            print (-8) ** 0.5
        elif what == 4:
            print 10.0 ** 400
        elif what == 5:
            print 0.0 ** -1
        else:
            print [1, 2][1.0]
    except (TypeError, ZeroDivisionError, ValueError, OverflowError), e:
        print what, e
