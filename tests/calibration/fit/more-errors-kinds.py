def attempt(n):
    try:
        if n == 0:
            return 1 / n
        if n == 1:
            return [][5]
        if n == 2:
            return {}["k"]
        if n == 3:
            return int("x1")
        if n == 4:
            return "a" + 1
        if n == 5:
            return nothing
        if n == 6:
            return None.name
        return n
    except ZeroDivisionError, e:
        return "zero: " + str(e)
    except (IndexError, KeyError), e:
        return "look-up: " + str(e)
    except ValueError as e:
        return "value: %s" % e
    except TypeError:
        return "type"
    except Exception, e:
        return "other " + str(e)

for n in range(8):
    print n, attempt(n)
