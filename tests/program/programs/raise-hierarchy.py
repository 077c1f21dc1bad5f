kinds = [ArithmeticError, AssertionError, AttributeError, EOFError, EnvironmentError, Exception, IOError, ImportError, IndexError, KeyError, LookupError, MemoryError, NameError, NotImplementedError, OverflowError, RuntimeError, StandardError, StopIteration, TypeError, UnboundLocalError, ValueError, ZeroDivisionError]
for kind in kinds:
    try:
        raise kind('text')
    except (LookupError, ArithmeticError), e:
        print 'lookup or arithmetic', repr(e), e
    except (NameError, RuntimeError), e:
        print 'name or runtime', repr(e), e
    except StandardError, e:
        print 'standard', repr(e), e
    except Exception, e:
        print 'exception', repr(e), e
