def none():
    pass
def one(a):
    pass
def two(a, b):
    pass
def opt(a, b=1):
    pass
for case in range(14):
    try:
        if case == 0:
            none(1)
        elif case == 1:
            one()
        elif case == 2:
            one(1, 2)
        elif case == 3:
            two(1)
        elif case == 4:
            two(1, 2, 3)
        elif case == 5:
            opt()
        elif case == 6:
            opt(1, 2, 3)
        elif case == 7:
            one(b=1)
        elif case == 8:
            one(1, a=2)
        elif case == 9:
            two(1, a=2)
        elif case == 10:
            two(a=1)
        elif case == 11:
            opt(b=5)
        elif case == 12:
            none(x=1)
        else:
            two(1, 2, c=3)
    except TypeError, e:
        print case, e
