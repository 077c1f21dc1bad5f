x = []
for case in range(16):
    try:
        if case == 0:
            x.append()
        elif case == 1:
            x.append(1, 2)
        elif case == 2:
            x.append(a=1)
        elif case == 3:
            len(a=1)
        elif case == 4:
            x.pop(1, 2)
        elif case == 5:
            ''.upper(1)
        elif case == 6:
            ''.find()
        elif case == 7:
            {}.keys(1)
        elif case == 8:
            {}.get(1, 2, 3)
        elif case == 9:
            isinstance(1, int, 2)
        elif case == 10:
            abs(1, 2)
        elif case == 11:
            x.reverse(1)
        elif case == 12:
            ''.join()
        elif case == 13:
            ''.join('a', 'b')
        elif case == 14:
            x.count()
        else:
            range(a=1)
    except TypeError, e:
        print case, e
