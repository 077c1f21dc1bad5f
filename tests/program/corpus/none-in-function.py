def f(x=None):
    if x is not None:
        return None
    y = [None, None]
    return y

print f(), f(1)
