def f():
    return missing_in_function
for what in range(6):
    try:
        if what == 0:
            missing_name
        elif what == 1:
            f()
        elif what == 2:
            missing_function(1)
        elif what == 3:
            from sys import nothing_like_this
        elif what == 4:
            del missing_name
        else:
            missing_name += 1
    except NameError, e:
        print what, type(e), e
    except ImportError, e:
        print what, type(e), e
