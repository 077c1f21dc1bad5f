def f():
    return 1
    x = 2

def g():
    while 1:
        pass
    return 2

def h():
    raise ValueError
    print 'no'

def k(x):
    if x:
        return 1
    else:
        return 2
    return 3

print f(), k(0)
