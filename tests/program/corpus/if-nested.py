for i in range(4):
    if i % 2:
        if i > 2:
            print 'three'
        else:
            print 'one'
    else:
        if i:
            print 'two'
