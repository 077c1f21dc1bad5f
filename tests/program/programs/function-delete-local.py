def f(flag):
    x = 1
    if flag:
        del x
    try:
        return x
    except NameError, e:
        return str(e)
print f(0), f(1)
def g():
    del never
try:
    g()
except UnboundLocalError, e:
    print e
y = 1
del y
try:
    y
except NameError, e:
    print e
try:
    del y
except NameError, e:
    print e
