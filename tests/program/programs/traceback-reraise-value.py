def inner():
    raise RuntimeError('deep')
def outer():
    try:
        inner()
    except RuntimeError, e:
        raise e
outer()
