def f():
    pass

def g(): return 1

def h(a): return a

print f(), g(), h(2)
