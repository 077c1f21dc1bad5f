import array
for what in range(6):
    try:
        if what == 0:
            array.array('q', [1])
        elif what == 1:
            array.array('b', [1000])
        elif what == 2:
            array.array('i', ['a'])
        elif what == 3:
            array.array('i', [1])[5]
        elif what == 4:
            array.array()
        else:
            array.array('i', [1])['a']
    except (TypeError, ValueError, OverflowError, IndexError), e:
        print what, type(e), e
