def f():
    raise ValueError('a')
def g():
    f()
try: g()
except ValueError: x = 1
try: g()
except ValueError: x = 1
