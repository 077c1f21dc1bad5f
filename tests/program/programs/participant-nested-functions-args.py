def outer(n):
    def inner(k):
        return k * 2
    return inner(n) + 1
print outer(5), outer(10)
def make():
    def f(x=[]):
        x.append(len(x))
        return x
    return f
f, g = make(), make()
print f(), f(), g(), f is g
def many(a, b, c=0, d='x'):
    print a, b, c, d
many(1, 2)
many(1, 2, 3)
many(b=1, a=2, d=5)
def nothing():
    pass
print nothing(), nothing.__doc__
def documented():
    """This one has a text."""
    return
print documented.__doc__, documented()
