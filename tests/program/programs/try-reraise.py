import sys
def f():
    try:
        1 / 0
    except ZeroDivisionError:
        print 'seen'
        raise

try:
    f()
except ZeroDivisionError, e:
    print 'again', e

def g():
    try:
        raise ValueError('first')
    except ValueError, e:
        try:
            raise KeyError('second')
        except KeyError:
            pass
        print sys.exc_info()[0], e
        raise e
try:
    g()
except Exception, e:
    print type(e), e
print sys.exc_info()[0]
