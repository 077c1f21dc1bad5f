def sign(x):
    if x > 0:
        return 1
    elif x < 0:
        return -1
    return 0

def nothing(x):
    if x:
        return
    print 'falls off the end'

def dead(x):
    return x
    print 'unreachable'
    return 5

def both(x):
    if x:
        return 'yes'
    else:
        return 'no'

print sign(5), sign(-5), sign(0), nothing(1), nothing(0), dead(2), both(1)
