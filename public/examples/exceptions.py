# Watch the exception unwind the frames up to the try statement, and the finally clause run on its way.
def read(values, i):
    try:
        return values[i]
    finally:
        print 'leaving with i =', i


def quotient(values, i):
    return 100 / read(values, i)

for i in range(4):
    try:
        print quotient([5, 0, 'two'], i)
    except ZeroDivisionError, error:
        print 'zero:', error
    except (TypeError, IndexError), error:
        print type(error), error
