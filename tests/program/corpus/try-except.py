try:
    1 / 0
except ZeroDivisionError:
    print 'zero'
try:
    int('x')
except TypeError:
    print 'no'
except ValueError as e:
    print e
except (KeyError, IndexError), e:
    print 'no'
except:
    print 'no'
else:
    print 'no'
try:
    pass
except:
    print 'no'
else:
    print 'else'
