print range(5), range(2, 6), range(0, 10, 3), range(5, 0, -1), range(0), range(5, 2), range(-3, 3), range(10, 0, -4), range(0, -1)
for args in range(7):
    try:
        if args == 0:
            range()
        elif args == 1:
            range('a')
        elif args == 2:
            range(1, 2, 0)
        elif args == 3:
            range(1, 2, 3, 4)
        elif args == 4:
            range(1.5)
        elif args == 5:
            range(None)
        else:
            range(1, 'b')
    except (TypeError, ValueError), e:
        print args, e
