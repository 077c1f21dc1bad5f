x = range(20)
del x[3]
print x
del x[-1]
print x
del x[2:5]
print x
del x[::2]
print x
del x[::-3]
print x
del x[10:]
del x[:1]
print x
del x[:]
print x
try:
    del x[0]
except IndexError, e:
    print e
