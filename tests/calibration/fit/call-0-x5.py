def f():
    return 1
f()
f()
f()
f()
f()
