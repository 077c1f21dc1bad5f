t = (1, 2, 3)
print t, t[0], t[-1], t[1:], len(t), t + (4,), t * 2, 2 * t, (), (1,), tuple('ab'), tuple([1, 2])
print 2 in t, 5 in t, t.index(2), t.count(1), t == (1, 2, 3), t < (1, 2, 4), t < (1, 2), () < (0,)
a, b, c = t
print a, b, c
a, b = b, a
print a, b
x = 1,
print x, ((1, 2), (3,), ())
for bad in 0, 1, 2:
    try:
        if bad == 0:
            t[0] = 1
        elif bad == 1:
            t[5]
        else:
            t.index(9)
    except (TypeError, IndexError, ValueError), e:
        print e
