from multiprocessing import Array
a = Array('i', [1, 2, 3], lock=False)
def f():
    Array('i', [1.5])
try:
    f()
except TypeError:
    print 'ok'
def g():
    return Array('q', 3)
g()
