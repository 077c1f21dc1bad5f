for what in range(8):
    x = [1]
    s = 'a'
    n = 1
    t = (1,)
    try:
        if what == 0:
            x += 1
        elif what == 1:
            s += 1
        elif what == 2:
            n += 'a'
        elif what == 3:
            t += [1]
        elif what == 4:
            x -= [1]
        elif what == 5:
            n /= 'a'
        elif what == 6:
            s *= 'a'
        else:
            n |= 1.5
    except TypeError, e:
        print what, e
    print x, s, n, t
