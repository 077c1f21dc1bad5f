def f():
    try:
        return 'body'
    finally:
        print 'finally'

def g():
    for i in range(3):
        try:
            return i
        except:
            pass
    while True:
        try:
            raise KeyError
        except KeyError:
            return 'k'

def h():
    try:
        return 1
    finally:
        return 2

print f(), g(), h()
