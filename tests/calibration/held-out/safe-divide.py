def divide(a, b):
    try:
        return a / b
    except ZeroDivisionError:
        return None
    finally:
        print "divided", a, "by", b

for b in (1, 0, 3):
    print divide(12, b)
