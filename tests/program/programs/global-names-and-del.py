x = 1
def f():
    return x
print f()
x = 2
print f()
del x
try:
    f()
except NameError, e:
    print e
len = 5
print len
del len
print len('abc')
print __name__, __doc__
True_value = True
print True_value
