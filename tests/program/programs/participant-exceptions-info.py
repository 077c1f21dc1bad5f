import sys
def f():
    raise ValueError('inner')
try:
    f()
except ValueError:
    t, v, tb = sys.exc_info()
    print t, v, tb is not None, tb.tb_lineno, tb.tb_next.tb_lineno, tb.tb_next.tb_frame.f_code.co_name
    print sys.exc_type, sys.exc_value
    del tb
print sys.exc_info()[0]
def g():
    try:
        f()
    except ValueError, e:
        print 'in g', sys.exc_info()[1]
    return sys.exc_info()[1]
print g()
try:
    raise KeyError
except KeyError, e:
    print repr(e), repr(str(e)), e.args
try:
    raise KeyError, ('a', 'b')
except KeyError, e:
    print e, e.args, e[0], len(e.args)
try:
    raise 'text'
except TypeError, e:
    print e
try:
    raise ValueError, 'x', None
except Exception, e:
    print e
