def f():
    "What f does."
    return 1

def g():
    """Only a docstring."""

print f.__doc__, g.__doc__, g()
