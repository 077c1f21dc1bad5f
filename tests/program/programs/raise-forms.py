def attempt(n):
    try:
        if n == 0:
            raise ValueError
        elif n == 1:
            raise ValueError('with text')
        elif n == 2:
            raise ValueError, 'old style'
        elif n == 3:
            raise ValueError, ('a', 2)
        elif n == 4:
            raise ValueError('a', 2)
        elif n == 5:
            raise ValueError, None
        elif n == 6:
            e = KeyError('instance')
            raise e
        elif n == 7:
            raise 'a string'
        elif n == 8:
            raise 5
        elif n == 9:
            raise
        elif n == 10:
            raise (IndexError, KeyError), 'tuple'
    except Exception, e:
        print n, type(e), e, repr(e), e.args

for n in range(11):
    attempt(n)
