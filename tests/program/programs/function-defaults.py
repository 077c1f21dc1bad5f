def f(a, b=2, c='three'):
    return a, b, c

print f(1), f(1, 5), f(1, 5, 6), f(1, c=9), f(a=1), f(c=1, a=2), f(1, b=7), f(b=1, c=2, a=3)
n = 5
def g(x=n * 2, y=[]):
    y.append(x)
    return y
n = 6
print g(), g(1), g(2, ['own']), g()
print f.func_defaults, f.__name__, g.func_name
