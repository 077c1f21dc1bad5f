try:
    try:
        [][0]
    except IndexError:
        print 'seen'
        raise
except LookupError, e:
    print e
