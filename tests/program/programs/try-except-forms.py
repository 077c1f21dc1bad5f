def test(what):
    try:
        if what == 0:
            return 1 / 0
        elif what == 1:
            return [][1]
        elif what == 2:
            return {}['k']
        elif what == 3:
            return int('x')
        elif what == 4:
            return undefined_name
        elif what == 5:
            return None.attribute
    except ZeroDivisionError:
        return 'zero'
    except (IndexError, KeyError), e:
        return 'lookup', e
    except ValueError as e:
        return 'value', str(e)
    except NameError, e:
        return 'name', e.args
    except:
        return 'other'
    else:
        return 'else'
    return 'end'

for i in range(7):
    print i, test(i)
