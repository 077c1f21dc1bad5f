def f():
    pass
f()
f()
f()
f()
f()
