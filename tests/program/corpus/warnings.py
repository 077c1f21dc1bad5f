x = 1
def f():
    print x
    global x
    y = 2
    global y, x
    return y

assert (x, 'always true')
print f(), y
