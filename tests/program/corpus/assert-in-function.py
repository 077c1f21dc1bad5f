def f(x):
    assert x > 0, 'positive'
    assert isinstance(x, int)
    return x

print f(1)
f(-1)
