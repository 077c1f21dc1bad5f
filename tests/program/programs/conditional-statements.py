for x in range(-2, 3):
    if x < 0:
        if x == -2:
            print 'very negative'
        else:
            print 'negative'
    elif x == 0:
        print 'zero'
    elif x == 1:
        pass
    else:
        print 'big'
    print 'odd' if x % 2 else 'even', x if x else 'nothing'
