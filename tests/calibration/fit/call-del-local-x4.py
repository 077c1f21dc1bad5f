def f():
    a = 1
    del a
    b = 2
f()
f()
f()
f()
