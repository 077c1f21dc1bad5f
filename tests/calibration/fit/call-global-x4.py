n = 0
def f():
    global n
    n = n + 1
f()
f()
f()
f()
